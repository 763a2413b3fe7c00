"""The messages of breaking the glass: a case is opened for an hour, read, and never kept.

Called by the server's routes and by the desktop's sync.
"""

from __future__ import annotations

from datetime import datetime

from nurseapp.wire.messages import Answer, Request, StreamCursor


class EmergencyRequest(Request, frozen=True):
    """Open the case of the member of this number; ``emergency`` is a name of ``Emergency``.

    ``password`` is that of the session's person, once more.
    """

    number: str
    emergency: str
    reason: str
    password: str


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
