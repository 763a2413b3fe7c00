"""The messages of the audit trail: who has seen a member, and what was done on a computer.

Called by the server's routes and by the desktop's sync.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec

from nurseapp.wire.messages import Answer, Request

MAX_DEEDS = 200
Instant = Annotated[datetime, msgspec.Meta(tz=True)]


class SeenRequest(Request, frozen=True):
    """Ask who has seen the member of this number; ``before`` goes on with an earlier answer."""

    number: str
    before: int | None = None


class SeenEntry(Answer, frozen=True):
    """One row of the trail; ``number`` is its own.

    ``at`` is when the server wrote it down. ``acted_at`` is when it was done, by the clock of the
    computer where it was done before the server knew. ``kinds`` are the compartments that it
    concerned, ``event`` the kind of act, ``reason`` why somebody broke the glass, where the reader
    may know that.
    """

    number: int
    at: datetime
    actor: str
    name: str
    roles: tuple[str, ...]
    action: str
    outcome: str
    device: str
    kinds: tuple[str, ...]
    event: str | None = None
    detail: str | None = None
    acted_at: datetime | None = None
    reason: str | None = None


class SeenAnswer(Answer, frozen=True):
    """The newest first; where there is ``more``, ask for what is before the last."""

    entries: tuple[SeenEntry, ...]
    more: bool


class Deed(Request, frozen=True):
    """Something that was done with a stream on a computer and is no event, such as to print.

    ``at`` is by the clock of that computer, ``detail`` what of the stream it was done with.
    """

    id: str
    at: Instant
    action: str
    stream: str
    detail: str = ""


class DeedsRequest(Request, frozen=True):
    """Write down what was done on the sender's computer, at most ``MAX_DEEDS`` at once."""

    deeds: tuple[Deed, ...]


class DeedsAnswer(Answer, frozen=True):
    """Which of them, by id, are in the trail now: also those that were before."""

    taken: tuple[str, ...]
