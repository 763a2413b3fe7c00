"""The messages with which somebody is given a code for a new computer.

Called by the server's routes and by the desktop's sync.
"""

from __future__ import annotations

from datetime import datetime

from nurseapp.wire.messages import Answer, Request


class EnrolmentRequest(Request, frozen=True):
    """Ask for a code with which ``user`` may set up another computer."""

    user: str


class EnrolmentAnswer(Answer, frozen=True):
    """The code, which is not told again; good once, ``until`` a time. An older one no longer is."""

    user: str
    name: str
    code: str
    until: datetime
