"""A day as a nurse types it is read in one way, or not at all."""

from datetime import date

import pytest
from PySide6.QtCore import QLocale

from nurseapp.desktop.ui.wording.days import date_words
from nurseapp.desktop.ui.wording.typed_day import UnreadableDay, read_day

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("+3d", date(2026, 11, 27)),
        ("+3", date(2026, 11, 27)),
        ("+ 2w", date(2026, 12, 8)),
        ("+1m", date(2026, 12, 24)),
        ("+3m", date(2027, 2, 24)),
        ("today", TUESDAY),
        ("Tomorrow", date(2026, 11, 25)),
        ("fri", date(2026, 11, 27)),
        ("Friday", date(2026, 11, 27)),
        ("tue", date(2026, 12, 1)),
        ("mo", date(2026, 11, 30)),
        ("30 nov", date(2026, 11, 30)),
        ("30 november", date(2026, 11, 30)),
        ("15 feb", date(2027, 2, 15)),
        ("15 Feb 2028", date(2028, 2, 15)),
        ("2026-12-15", date(2026, 12, 15)),
        ("29 feb 2028", date(2028, 2, 29)),
        ("  ", None),
    ],
)
def test_a_day_is_read(typed: str, day: date | None) -> None:
    assert read_day(typed, TUESDAY) == day


@pytest.mark.parametrize(
    "typed", ["5/6", "5.6.", "f", "someday", "31 feb", "2026-13-01", "+3y", "30 no", "--"]
)
def test_what_can_be_read_two_ways_or_none_is_not_read(typed: str) -> None:
    with pytest.raises(UnreadableDay):
        read_day(typed, TUESDAY)


def test_a_month_from_the_last_of_a_long_month_is_the_last_of_a_short_one() -> None:
    assert read_day("+1m", date(2027, 1, 31)) == date(2027, 2, 28)


def test_a_date_that_was_shown_is_read_back() -> None:
    for month in range(1, 13):
        day = date(2027, month, 9)
        assert read_day(date_words(day), TUESDAY) == day


def test_days_are_read_in_the_language_of_the_screen_and_in_english() -> None:
    before = QLocale()
    QLocale.setDefault(QLocale("es"))
    try:
        assert read_day("vie", TUESDAY) == date(2026, 11, 27)
        assert read_day("fri", TUESDAY) == date(2026, 11, 27)
        assert read_day("30 noviembre", TUESDAY) == date(2026, 11, 30)
    finally:
        QLocale.setDefault(before)
