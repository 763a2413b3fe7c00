"""The problem: what the plan is about, perhaps accepted from a received record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from nurseapp.domain.events import Event
from nurseapp.domain.ids import RecordId, UserId
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.revising import Revision, Rule, Voiding
from nurseapp.domain.streams import Stream, StreamKind


class ProblemStatus(StrEnum):
    """Whether the plan works on a problem."""

    ACTIVE = "active"
    WATCH = "watch"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One problem of the plan.

    Attributes:
        code_system: URI of the code's system as it was received, with ``code`` kept as it is.
        from_fact: the received record that a nurse accepted as this problem.
        void_reason: why it was entered in error, None when it stands.
    """

    KIND: ClassVar[str] = "problem"
    RULES: ClassVar[Mapping[str, Rule]] = {
        "title": Rule.SCALAR,
        "status": Rule.SCALAR,
        "priority": Rule.SCALAR,
        "void_reason": Rule.VOID,
    }

    id: RecordId
    title: str
    status: ProblemStatus
    priority: int | None
    code_system: str | None
    code: str | None
    from_fact: RecordId | None
    added_at: datetime
    added_by: UserId
    void_reason: str | None = None

    def check(self) -> None:
        """Refuse ``bad_value`` for a value that the noun does not allow."""
        if not self.title.strip():
            raise DomainError("bad_value", kind=self.KIND, field="title")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemAdded:
    """A problem was put into the plan."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE

    problem: RecordId
    title: str
    status: ProblemStatus = ProblemStatus.ACTIVE
    priority: int | None = None
    code_system: str | None = None
    code: str | None = None
    from_fact: RecordId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemRevised(Revision):
    """A problem was worded, ranked or judged anew."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE
    REVISES = Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemVoided(Voiding):
    """A problem had been entered in error."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE
    VOIDS = Problem


def added(stream: Stream, event: Event, body: ProblemAdded) -> Stream:
    """Add a problem; refuse ``bad_value`` without a title and ``accepted_already``."""
    if body.from_fact is not None:
        for other in stream.of(Problem):
            if other.from_fact == body.from_fact and other.void_reason is None:
                raise DomainError("accepted_already", record=other.id)
    problem = Problem(
        id=body.problem,
        title=body.title,
        status=body.status,
        priority=body.priority,
        code_system=body.code_system,
        code=body.code,
        from_fact=body.from_fact,
        added_at=event.at,
        added_by=event.author,
    )
    problem.check()
    return stream.add(problem)
