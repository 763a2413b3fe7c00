"""The participant: somebody who takes part in a case besides its nurse, in one part of it.

Only ever added and marked as over: who gives two people the same part, or one person a part for
longer, adds another. What a part allows is in :mod:`nurseapp.domain.policy`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from nurseapp.domain.events import Event
from nurseapp.domain.ids import RecordId, UserId
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.streams import Stream, StreamKind


class Part(StrEnum):
    """What somebody is to a case that is not theirs.

    A covering nurse stands in for its nurse; a case is attributed to a coordinator, routed to a
    navigator, coached by a coach of a programme it is enrolled in; an expert is consulted.
    """

    COVERING = "covering"
    ATTRIBUTED = "attributed"
    ROUTED = "routed"
    ENROLLED = "enrolled"
    CONSULTED = "consulted"


ENDS = frozenset({Part.COVERING, Part.CONSULTED})
"""Parts that are given until a date, never without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody's part in a case.

    Attributes:
        until: when it is over by itself, None for no end.
        left: it was ended.
    """

    KIND: ClassVar[str] = "participant"

    id: RecordId
    person: UserId
    part: Part
    until: datetime | None
    at: datetime
    by: UserId
    left: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantJoined:
    """Somebody was given a part in the case."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE

    participant: RecordId
    person: UserId
    part: Part
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantLeft:
    """A part in the case was ended before its time."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE

    participant: RecordId


def joined(stream: Stream, event: Event, body: ParticipantJoined) -> Stream:
    """Add the participant; refuse ``bad_value`` for an end that is missing, or names no zone."""
    has_no_zone = body.until is not None and body.until.tzinfo is None
    if has_no_zone or (body.until is None and body.part in ENDS):
        raise DomainError("bad_value", kind=Participant.KIND, field="until")
    return stream.add(
        Participant(
            id=body.participant,
            person=body.person,
            part=body.part,
            until=body.until,
            at=event.at,
            by=event.author,
        )
    )


def left(stream: Stream, _event: Event, body: ParticipantLeft) -> Stream:
    """End a part; the same again changes nothing."""
    participant = stream.get(Participant, body.participant)
    return stream if participant.left else stream.put(replace(participant, left=True))
