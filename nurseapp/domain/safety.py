"""The safety concern: an answer that somebody must follow up now.

It is raised in the ``care`` stream the moment a safety item is answered above zero, whether or
not the form is ever finished, and its id is derived from the screening's, so that it cannot
double. It ends only as done, or as unable with the reason and who took over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from nurseapp.domain.events import Event
from nurseapp.domain.ids import RecordId, UserId, derived_id
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.streams import Stream, StreamKind


class SafetyOutcome(StrEnum):
    """How a safety concern ended."""

    DONE = "done"
    UNABLE = "unable"


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyConcern:
    """One concern.

    Attributes:
        points: what was answered when it was raised.
        steps: what was done, as the safety panel names it.
        reason: why the nurse was unable; ``taken_over_by`` who took over.
    """

    KIND: ClassVar[str] = "safety_concern"

    id: RecordId
    screening: RecordId
    form: str
    item: str
    points: int
    raised_at: datetime
    raised_by: UserId
    outcome: SafetyOutcome | None = None
    steps: tuple[str, ...] = ()
    reason: str = ""
    taken_over_by: str = ""
    closed_at: datetime | None = None
    closed_by: UserId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyConcernRaised:
    """A safety item was answered above zero."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE

    screening: RecordId
    form: str
    item: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyConcernClosed:
    """The safety questions were gone through, or somebody else took over."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE

    concern: RecordId
    outcome: SafetyOutcome
    steps: tuple[str, ...] = ()
    reason: str = ""
    taken_over_by: str = ""


def concern_id(screening: RecordId) -> RecordId:
    """Give the one id of the concern that a screening can raise."""
    return derived_id("safety", screening)


def raised(stream: Stream, event: Event, body: SafetyConcernRaised) -> Stream:
    """Raise a concern once; raising it again changes nothing."""
    concern = concern_id(body.screening)
    if stream.find(SafetyConcern, concern) is not None:
        return stream
    return stream.add(
        SafetyConcern(
            id=concern,
            screening=body.screening,
            form=body.form,
            item=body.item,
            points=body.points,
            raised_at=event.at,
            raised_by=event.author,
        )
    )


def closed(stream: Stream, event: Event, body: SafetyConcernClosed) -> Stream:
    """End a concern; refuse ``closed_already``, done without steps, unable without hand-over."""
    concern = stream.get(SafetyConcern, body.concern)
    if concern.outcome is not None:
        raise DomainError("closed_already", record=concern.id)
    if body.outcome is SafetyOutcome.DONE and not body.steps:
        raise DomainError("no_steps", record=concern.id)
    if body.outcome is SafetyOutcome.UNABLE and not (
        body.reason.strip() and body.taken_over_by.strip()
    ):
        raise DomainError("no_handover", record=concern.id)
    return stream.put(
        replace(
            concern,
            outcome=body.outcome,
            steps=body.steps,
            reason=body.reason,
            taken_over_by=body.taken_over_by,
            closed_at=event.at,
            closed_by=event.author,
        )
    )
