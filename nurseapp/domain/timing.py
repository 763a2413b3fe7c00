"""How a due date stands today; shown by shape, word and colour, never by colour alone."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

SOON = timedelta(days=7)


class Timing(StrEnum):
    """How something with a due date stands; ``neutral`` asks for nothing."""

    ON_TIME = "on-time"
    DUE = "due"
    OVERDUE = "overdue"
    NEUTRAL = "neutral"


def timing_of(due: date | None, today: date, *, is_open: bool, soon: timedelta = SOON) -> Timing:
    """Judge a due date: overdue the day after, due from ``soon`` before."""
    if not is_open or due is None:
        return Timing.NEUTRAL
    if due < today:
        return Timing.OVERDUE
    return Timing.DUE if due <= today + soon else Timing.ON_TIME
