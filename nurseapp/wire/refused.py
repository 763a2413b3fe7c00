"""The messages about dead letters: events that the server refused, and that nobody settled yet."""

from __future__ import annotations

from datetime import datetime

import msgspec

from nurseapp.wire.messages import Answer, Request


class RefusedRequest(Request, frozen=True):
    """Ask for the reader's own dead letters, and those that the reader may settle."""


class DeadLetter(Answer, frozen=True):
    """An event as it came, with the code of the reason; ``sender`` sent it, by that ``name``."""

    id: str
    stream: str
    sender: str
    name: str
    received_at: datetime
    kind: str
    reason: str
    event: msgspec.Raw


class RefusedAnswer(Answer, frozen=True):
    """The newest first; where there are ``more``, settle some of these before."""

    letters: tuple[DeadLetter, ...]
    more: bool
