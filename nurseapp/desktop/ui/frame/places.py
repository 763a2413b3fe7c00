"""The places of the rail, and the pages beside them, each with its key.

Must not know what any of them shows.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from nurseapp.domain.policy import Role


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


class PageName(StrEnum):
    """A page beside the places, by the name that signals use."""

    SEEN = "seen"
    EMERGENCY = "emergency"
    REVIEWS = "reviews"
    DEAD_LETTERS = "dead-letters"


@dataclass(frozen=True, slots=True, kw_only=True)
class SidePage:
    """A page beside the places, for the Go menu, with its key in portable text."""

    name: PageName
    words: str
    key: str


def side_pages(roles: Collection[Role]) -> tuple[SidePage, ...]:
    """Return the pages beside the places that are for somebody of these roles."""
    pages = (
        (
            {Role.SUPERVISOR, Role.AUDITOR},
            SidePage(
                name=PageName.SEEN,
                words=QCoreApplication.translate("frame", "&Who has seen a member"),
                key="Ctrl+Shift+W",
            ),
        ),
        (
            {Role.NURSE, Role.DIRECTOR},
            SidePage(
                name=PageName.EMERGENCY,
                words=QCoreApplication.translate("frame", "Open a case in an &emergency"),
                key="Ctrl+8",
            ),
        ),
        (
            {Role.SUPERVISOR},
            SidePage(
                name=PageName.REVIEWS,
                words=QCoreApplication.translate("frame", "&Review emergencies"),
                key="Ctrl+9",
            ),
        ),
        (
            set(Role) - {Role.ADMIN, Role.AUDITOR, Role.FEED},
            SidePage(
                name=PageName.DEAD_LETTERS,
                words=QCoreApplication.translate("frame", "&Not taken by the server"),
                key="Ctrl+7",
            ),
        ),
    )
    return tuple(page for whose, page in pages if whose & set(roles))


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
