"""The words of a sheet: labels filled in, dates and times as its reader writes them.

Called by every sheet of this package.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nurseapp.printing.stationery import Stamp


class Wording:
    """Labels in one language."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = labels

    @property
    def language(self) -> str:
        """Give the BCP 47 tag of the labels."""
        return self._labels["language"]

    def say(self, label: str, **values: object) -> str:
        """Fill a label in."""
        return self._labels[label].format(**values)

    def day(self, day: date) -> str:
        """Write a date with its month as a word: digits alone are read in two orders."""
        month = self._labels[f"month_{day.month}"]
        return self.say("date", day=day.day, month=month, year=day.year)

    def day_and_month(self, day: date) -> str:
        """Write a date without its year."""
        return self.say("day_and_month", day=day.day, month=self._labels[f"month_{day.month}"])

    def language_name(self, tag: str) -> str:
        """Name a language by its BCP 47 tag; one without a label is shown as its tag."""
        return self._labels.get(f"language_{tag.partition('-')[0].lower()}", tag)

    def printed(self, stamp: Stamp) -> str:
        """Word who printed the sheet and when."""
        at, zone = local_time(stamp)
        day = self.day(at.date())
        return self.say("printed", author=stamp.author, date=day, time=f"{at:%H:%M}", zone=zone)

    def versions(self, stamp: Stamp) -> list[str]:
        """Word the versions that are known."""
        versions = {"case_version": stamp.case_version, "content_version": stamp.content_version}
        return [self.say(label, version=version) for label, version in versions.items() if version]


def local_time(stamp: Stamp) -> tuple[datetime, str]:
    """Give the time of printing in the stamp's zone with the zone's name, UTC if unknown."""
    try:
        return stamp.printed_at.astimezone(ZoneInfo(stamp.time_zone)), stamp.time_zone
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return stamp.printed_at.astimezone(UTC), "UTC"
