"""The intervention: what somebody does so that a goal is met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from nurseapp.domain.events import Event
from nurseapp.domain.goal import Goal
from nurseapp.domain.ids import RecordId, UserId
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.revising import Revision, Rule, Voiding
from nurseapp.domain.streams import Stream, StreamKind


class InterventionStatus(StrEnum):
    """How far an intervention is."""

    PLANNED = "planned"
    DOING = "doing"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervention:
    """One intervention under a goal.

    Attributes:
        owner: who does it, in words (the member, a ward, a person).
        due: a date in the member's time zone; None for something that goes on.
        cadence: how often, in words, where it goes on («daily»).
    """

    KIND: ClassVar[str] = "intervention"
    RULES: ClassVar[Mapping[str, Rule]] = {
        "title": Rule.SCALAR,
        "owner": Rule.SCALAR,
        "due": Rule.SCALAR,
        "cadence": Rule.SCALAR,
        "status": Rule.SCALAR,
        "void_reason": Rule.VOID,
    }

    id: RecordId
    goal: RecordId
    title: str
    owner: str
    due: date | None
    cadence: str
    status: InterventionStatus
    added_at: datetime
    added_by: UserId
    void_reason: str | None = None

    def check(self) -> None:
        """Refuse ``bad_value`` for a value that the noun does not allow."""
        if not self.title.strip():
            raise DomainError("bad_value", kind=self.KIND, field="title")


@dataclass(frozen=True, slots=True, kw_only=True)
class InterventionAdded:
    """An intervention was planned."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE

    intervention: RecordId
    goal: RecordId
    title: str
    owner: str = ""
    due: date | None = None
    cadence: str = ""
    status: InterventionStatus = InterventionStatus.PLANNED


@dataclass(frozen=True, slots=True, kw_only=True)
class InterventionRevised(Revision):
    """An intervention was changed, done or stopped."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE
    REVISES = Intervention


@dataclass(frozen=True, slots=True, kw_only=True)
class InterventionVoided(Voiding):
    """An intervention had been entered in error."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE
    VOIDS = Intervention


def added(stream: Stream, event: Event, body: InterventionAdded) -> Stream:
    """Add an intervention; refuse ``no_such_record`` for its goal, and ``bad_value``."""
    stream.get(Goal, body.goal)
    intervention = Intervention(
        id=body.intervention,
        goal=body.goal,
        title=body.title,
        owner=body.owner,
        due=body.due,
        cadence=body.cadence,
        status=body.status,
        added_at=event.at,
        added_by=event.author,
    )
    intervention.check()
    return stream.add(intervention)
