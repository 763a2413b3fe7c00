"""Emergency access: somebody broke the glass of a case that is not theirs, and why.

The server adds it when it opens the case, so that everybody who sees the case is told; a
supervisor reviews it. Only ever added; the first review stays.
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

SHORTEST_REASON = 15
"""Characters that a reason must have, so that it is one."""


class Emergency(StrEnum):
    """What made it necessary."""

    MEDICAL = "medical"
    SAFETY = "safety"
    CONTINUITY = "continuity"
    OTHER = "other"


class Finding(StrEnum):
    """What the review came to."""

    JUSTIFIED = "justified"
    UNJUSTIFIED = "unjustified"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyAccess:
    """One breaking of the glass.

    Attributes:
        person: who may read the case until ``until``.
        finding: what the review came to, None while it waits for one.
    """

    KIND: ClassVar[str] = "emergency_access"

    id: RecordId
    person: UserId
    emergency: Emergency
    reason: str
    at: datetime
    until: datetime
    finding: Finding | None = None
    comment: str | None = None
    reviewed_by: UserId | None = None
    reviewed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyAccessOpened:
    """The server opened the case to somebody in an emergency."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE

    access: RecordId
    person: UserId
    emergency: Emergency
    reason: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyAccessReviewed:
    """A supervisor looked at why somebody broke the glass."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE

    access: RecordId
    finding: Finding
    comment: str | None = None


def opened(stream: Stream, event: Event, body: EmergencyAccessOpened) -> Stream:
    """Add it; refuse ``bad_value`` for a reason that is none, or a time without a zone."""
    check_reason(body.reason)
    if body.until.tzinfo is None:
        raise DomainError("bad_value", kind=EmergencyAccess.KIND, field="until")
    return stream.add(
        EmergencyAccess(
            id=body.access,
            person=body.person,
            emergency=body.emergency,
            reason=body.reason,
            at=event.at,
            until=body.until,
        )
    )


def reviewed(stream: Stream, event: Event, body: EmergencyAccessReviewed) -> Stream:
    """Keep the review; a second one changes nothing, one's own is refused ``own_access``."""
    access = stream.get(EmergencyAccess, body.access)
    if access.person == event.author:
        raise DomainError("own_access", access=access.id)
    if access.finding is not None:
        return stream
    return stream.put(
        replace(
            access,
            finding=body.finding,
            comment=body.comment,
            reviewed_by=event.author,
            reviewed_at=event.at,
        )
    )


def check_reason(reason: str) -> None:
    """Refuse ``bad_value`` for a reason that is too short to be one."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise DomainError("bad_value", kind=EmergencyAccess.KIND, field="reason")
