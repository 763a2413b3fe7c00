"""The places of the rail, in order, with the key of each. Must not know what a place shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication


class PlaceName(StrEnum):
    """A place, by the name that signals and icons use."""

    TODAY = "today"
    CASELOAD = "caseload"
    INBOX = "inbox"
    LIBRARY = "library"
    TEAM = "team"
    SYNC = "sync"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place with its word in the language of the screen, and its key in portable text."""

    name: PlaceName
    words: str
    key: str


def places(*, team: bool) -> tuple[Place, ...]:
    """Return the places; Team is a supervisor's. Keys stay the same with and without it."""
    words = {
        PlaceName.TODAY: QCoreApplication.translate("frame", "Today"),
        PlaceName.CASELOAD: QCoreApplication.translate("frame", "Caseload"),
        PlaceName.INBOX: QCoreApplication.translate("frame", "Inbox"),
        PlaceName.LIBRARY: QCoreApplication.translate("frame", "Library"),
        PlaceName.TEAM: QCoreApplication.translate("frame", "Team"),
        PlaceName.SYNC: QCoreApplication.translate("frame", "Sync"),
    }
    return tuple(
        Place(name=name, words=words[name], key=f"Ctrl+{number}")
        for number, name in enumerate(PlaceName, start=1)
        if team or name is not PlaceName.TEAM
    )
