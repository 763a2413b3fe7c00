"""When the collector of garbage looks, in a program that somebody waits for.

Called by the start, once everything is loaded.
"""

from __future__ import annotations

import gc

GARBAGE_AT = 10_000
"""New objects before the collector looks; at Python's 700 it would at every seventh case opened."""


def leave_alone_what_is_loaded() -> None:
    """Have the collector pass over all that is there, and look less often.

    Else it goes through every module, time and again, for four frames each, while a nurse waits
    for her page.
    """
    gc.freeze()
    gc.set_threshold(GARBAGE_AT)
