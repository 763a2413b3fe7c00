"""Days and times as a nurse says them: «today», «Thu 26», «2 days overdue».

Must not judge a day: whether it is late is the domain's. Days come in the member's time zone.
"""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

NEAR_DAYS = 13
"""How far away a day is still named by its weekday."""

HALF_A_YEAR = 183
"""How far away a date of another year is still clear without it."""


def date_words(day: date) -> str:
    """Say a date in full, such as «14 Mar 1965»."""
    return QLocale().toString(_qt(day), "d MMM yyyy")


def short_date_words(day: date, today: date) -> str:
    """Say a date such as «30 Nov», with its year from half a year away, and today as a word."""
    if day == today:
        return QCoreApplication.translate("days", "today")
    is_clear = day.year == today.year or abs((day - today).days) <= HALF_A_YEAR
    return QLocale().toString(_qt(day), "d MMM" if is_clear else "d MMM yyyy")


def day_words(day: date, today: date) -> str:
    """Say a day near today as «today», «tomorrow», «Thu 26», any other as a date."""
    away = (day - today).days
    if away == 1:
        return QCoreApplication.translate("days", "tomorrow")
    if away == -1:
        return QCoreApplication.translate("days", "yesterday")
    if away and abs(away) <= NEAR_DAYS:
        return QLocale().toString(_qt(day), "ddd d")
    return short_date_words(day, today)


def spelled_day_words(day: date) -> str:
    """Say a day so that nobody can mistake it, such as «Friday 27 November 2026»."""
    return QLocale().toString(_qt(day), "dddd d MMMM yyyy")


def time_words(at: datetime, zone: tzinfo) -> str:
    """Say the time of the clock on the wall, such as «10:24»."""
    local = at.astimezone(zone)
    return QLocale().toString(QTime(local.hour, local.minute), "HH:mm")


def moment_words(at: datetime, today: date, zone: tzinfo) -> str:
    """Say day and time, such as «today 10:24» or «18 Nov 10:24»."""
    return f"{short_date_words(at.astimezone(zone).date(), today)} {time_words(at, zone)}"


def late_words(days: int) -> str:
    """Say how late something is."""
    if days == 1:
        return QCoreApplication.translate("days", "1 day overdue")
    return QCoreApplication.translate("days", "%n days overdue", "", days)


def _qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
