"""Reads a day as a nurse types it: «+3d», «fri», «30 nov», «2026-12-15».

Names of days and months are read in the language of the screen and in English. A form that could
be read two ways, such as 5/6, is not read at all. Must not know what the day is for.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication, QLocale

_AHEAD = re.compile(r"\+\s*(\d{1,3})\s*([a-z])?")
_NAMED = re.compile(r"(\d{1,2})\.?\s*([^\W\d]{3,})\.?(?:\s+(\d{4}))?")
_LEAST_LETTERS = 2


class UnreadableDay(ValueError):
    """Say that a text is not a day that can be read in one way only."""


def read_day(text: str, today: date) -> date | None:
    """Read a typed day; None for an empty text.

    A weekday is the next one after today; a date without a year is the next such date.

    Raises:
        UnreadableDay: the text is none of the forms.
    """
    typed = text.strip().lower()
    if not typed:
        return None
    day = _iso(typed) or _word(typed, today) or _ahead(typed, today) or _named(typed, today)
    if day is None:
        raise UnreadableDay(text)
    return day


def _iso(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if "-" in typed else None
    except ValueError:
        return None


def _word(typed: str, today: date) -> date | None:
    words = {
        "today": today,
        QCoreApplication.translate("days", "today").lower(): today,
        "tomorrow": today + timedelta(days=1),
        QCoreApplication.translate("days", "tomorrow").lower(): today + timedelta(days=1),
    }
    if typed in words:
        return words[typed]
    for locale in (QLocale(), QLocale(QLocale.Language.English)):
        for number in range(1, 8):
            if _begins(locale.dayName(number), typed):
                return today + timedelta(days=(number - today.isoweekday() - 1) % 7 + 1)
    return None


def _ahead(typed: str, today: date) -> date | None:
    found = _AHEAD.fullmatch(typed)
    if found is None:
        return None
    number, unit = int(found[1]), found[2] or "d"
    if unit == "d":
        return today + timedelta(days=number)
    if unit == "w":
        return today + timedelta(weeks=number)
    return _months_on(today, number) if unit == "m" else None


def _named(typed: str, today: date) -> date | None:
    found = _NAMED.fullmatch(typed)
    month = _month(found[2]) if found is not None else None
    if found is None or month is None:
        return None
    if found[3]:
        return _date(int(found[3]), month, int(found[1]))
    this_year = _date(today.year, month, int(found[1]))
    if this_year is not None and this_year >= today:
        return this_year
    return _date(today.year + 1, month, int(found[1]))


def _month(name: str) -> int | None:
    for locale in (QLocale(), QLocale(QLocale.Language.English)):
        for number in range(1, 13):
            if _begins(locale.monthName(number), name):
                return number
    return None


def _begins(name: str, typed: str) -> bool:
    return len(typed) >= _LEAST_LETTERS and name.lower().startswith(typed)


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
