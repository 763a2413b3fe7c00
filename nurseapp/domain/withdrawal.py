"""An entry that was refused or is on its way, given up by who made it: with a reason, or said anew.

It changes no record. The server keeps it beside the refused entry that it names. It goes with
the care stream, whichever stream the entry was for: where its author may no longer write there,
it is refused, and kept all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from nurseapp.domain.events import Event
from nurseapp.domain.ids import EventId
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.streams import Stream, StreamKind


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryWithdrawn:
    """An entry is not needed any more.

    Attributes:
        entry: the event that was refused, or was on its way.
        reason: in its author's words; empty where it was said anew.
        instead: the event that says it anew, or takes back what may be applied.
    """

    STREAM: ClassVar[StreamKind] = StreamKind.CARE

    entry: EventId
    reason: str = ""
    instead: EventId | None = None


def withdrawn(stream: Stream, _event: Event, body: EntryWithdrawn) -> Stream:
    """Leave the stream as it is; refuse ``no_reason`` without a reason or another entry."""
    if not body.reason.strip() and body.instead is None:
        raise DomainError("no_reason")
    return stream
