"""The barrier: what stands between the member and a goal, with what is done about it."""

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


class BarrierStatus(StrEnum):
    """Whether a barrier still stands."""

    OPEN = "open"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Barrier:
    """One barrier to a goal; ``action`` is what is done about it."""

    KIND: ClassVar[str] = "barrier"
    RULES: ClassVar[Mapping[str, Rule]] = {
        "title": Rule.SCALAR,
        "action": Rule.SCALAR,
        "owner": Rule.SCALAR,
        "due": Rule.SCALAR,
        "status": Rule.SCALAR,
        "void_reason": Rule.VOID,
    }

    id: RecordId
    goal: RecordId
    title: str
    action: str
    owner: str
    due: date | None
    status: BarrierStatus
    added_at: datetime
    added_by: UserId
    void_reason: str | None = None

    def check(self) -> None:
        """Refuse ``bad_value`` for a value that the noun does not allow."""
        if not self.title.strip():
            raise DomainError("bad_value", kind=self.KIND, field="title")


@dataclass(frozen=True, slots=True, kw_only=True)
class BarrierAdded:
    """A barrier was found."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE

    barrier: RecordId
    goal: RecordId
    title: str
    action: str = ""
    owner: str = ""
    due: date | None = None
    status: BarrierStatus = BarrierStatus.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class BarrierRevised(Revision):
    """A barrier was changed or resolved."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE
    REVISES = Barrier


@dataclass(frozen=True, slots=True, kw_only=True)
class BarrierVoided(Voiding):
    """A barrier had been entered in error."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE
    VOIDS = Barrier


def added(stream: Stream, event: Event, body: BarrierAdded) -> Stream:
    """Add a barrier; refuse ``no_such_record`` for its goal, and ``bad_value``."""
    stream.get(Goal, body.goal)
    barrier = Barrier(
        id=body.barrier,
        goal=body.goal,
        title=body.title,
        action=body.action,
        owner=body.owner,
        due=body.due,
        status=body.status,
        added_at=event.at,
        added_by=event.author,
    )
    barrier.check()
    return stream.add(barrier)
