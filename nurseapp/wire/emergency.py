"""The messages of breaking the glass: a case is opened for an hour, read, and never kept.

Called by the server's routes and by the desktop's sync.
"""

from __future__ import annotations

from datetime import date, datetime

from nurseapp.wire.messages import Answer, Request, StreamCursor


class PersonMeant(Request, frozen=True):
    """Who somebody is, of whom nobody has the number at hand; case and accents do not matter."""

    family_name: str
    given_name: str
    birth_date: date


class EmergencyRequest(Request, frozen=True):
    """Open the case of one member; ``emergency`` is a name of ``Emergency``.

    The member is named by ``number`` or by ``person``, not by both. Where several members are
    that person, the answer is that of none: nobody is told of people to choose from. ``password``
    is that of the session's person, once more.
    """

    emergency: str
    reason: str
    password: str
    number: str | None = None
    person: PersonMeant | None = None


class EmergencyAnswer(Answer, frozen=True):
    """The case is open until then; ``streams`` are what of it can be read."""

    case: str
    until: datetime
    streams: tuple[str, ...]


class EmergencyPull(Request, frozen=True):
    """Ask for the records of open streams; answered as a pull is."""

    epoch: str
    streams: tuple[StreamCursor, ...]
    max_bytes: int = 4 << 20
