"""How the streams stand that a manifest names, as a short text.

Both ends work it out, so that the server need not send all of it again. Called by the server, and
by the desktop's storage; each writes the lines in a statement of its own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from hashlib import sha256


def standing(lines: str) -> str:
    """Give the text of how streams stand.

    Args:
        lines: of each stream id, mode, head and digest with spaces between, in order of the ids.
    """
    return sha256(lines.encode()).hexdigest()


def place_of(lines: Sequence[str], stream: str) -> int | None:
    """Find the line of a stream among lines in order, None where there is none."""
    place = bisect_left(lines, f"{stream} ")
    is_there = place < len(lines) and lines[place].startswith(f"{stream} ")
    return place if is_there else None
