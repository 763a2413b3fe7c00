"""When the next round is due: steadily while all is well, and ever later while it fails.

Full jitter (Brooker, Exponential Backoff and Jitter, AWS Architecture Blog, 2015): computers that
lost the server together do not come back together. A pure function; called by services.
"""

from __future__ import annotations

EVERY_S = 60.0
JITTER_S = 15.0
FIRST_S = 4.0
LONGEST_S = 900.0
LONGEST_ASKED_S = 3_600.0
_DOUBLINGS = 10


def pause_s(failures: int, draw: float, retry_after_s: float = 0.0) -> float:
    """Give the seconds until the next round.

    Args:
        failures: rounds that failed since one went through.
        draw: chance, from 0 to 1.
        retry_after_s: before which the server asked not to be asked.
    """
    if not failures:
        return EVERY_S + draw * JITTER_S
    most = min(LONGEST_S, FIRST_S * 2.0 ** min(failures, _DOUBLINGS))
    return min(retry_after_s, LONGEST_ASKED_S) + draw * most
