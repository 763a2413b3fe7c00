"""The event: one act of one person, named in the clinician's words.

An event is a frozen value with an id made on the device. It names exactly one stream, complete
in itself, and is never edited. What it says is its ``body``, one of the classes that the nouns'
modules define; ``apply.py`` is the table that sends it to its noun.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol

from nurseapp.domain.ids import EventId, StreamId, UserId
from nurseapp.domain.streams import StreamKind


class Act(Protocol):
    """What an event says.

    Attributes:
        STREAM: the compartment that the act belongs to.
    """

    STREAM: ClassVar[StreamKind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One act on one stream.

    Attributes:
        at: when the author's device says it happened, aware UTC; it decides nothing.
        act: links the events of one act that touches two compartments.
        undoes: the event that this one takes back.
    """

    id: EventId
    stream: StreamId
    at: datetime
    author: UserId
    body: Act
    act: str | None = None
    undoes: EventId | None = None
