"""How a due date stands: overdue from the day after, due from a week before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from nurseapp.domain.timing import Timing, timing_of
from tests.builders import TODAY


@pytest.mark.parametrize(
    ("days", "timing"),
    [
        (-1, Timing.OVERDUE),
        (0, Timing.DUE),
        (7, Timing.DUE),
        (8, Timing.ON_TIME),
    ],
)
def test_a_date_is_judged_by_the_days_that_are_left(days: int, timing: Timing) -> None:
    assert timing_of(TODAY + timedelta(days=days), TODAY, is_open=True) is timing


def test_soon_may_be_another_number_of_days() -> None:
    due = date(2026, 3, 5)
    assert timing_of(due, TODAY, is_open=True, soon=timedelta(days=2)) is Timing.ON_TIME
    assert timing_of(due, TODAY, is_open=True, soon=timedelta(days=3)) is Timing.DUE


def test_what_is_done_or_has_no_date_asks_for_nothing() -> None:
    assert timing_of(date(2020, 1, 1), TODAY, is_open=False) is Timing.NEUTRAL
    assert timing_of(None, TODAY, is_open=True) is Timing.NEUTRAL
