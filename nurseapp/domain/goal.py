"""The goal: what the member wants to be different, in their words and in measurable ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from nurseapp.domain.events import Event
from nurseapp.domain.ids import RecordId, UserId
from nurseapp.domain.problem import Problem
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.revising import Revision, Rule, Voiding
from nurseapp.domain.streams import Stream, StreamKind


class GoalStatus(StrEnum):
    """How far a goal is."""

    PLANNED = "planned"
    IN_PROGRESS = "in-progress"
    MET = "met"
    PARTLY_MET = "partly-met"
    NOT_MET = "not-met"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """One goal under a problem.

    Attributes:
        words: the goal as the member said it; empty when it is not theirs.
        outcome: what will be different, by when, measurably.
        due: a date in the member's time zone.
        importance: 0-10, as the member says; None when not asked.
        confidence: 0-10, as the member says; None when not asked.
    """

    KIND: ClassVar[str] = "goal"
    RULES: ClassVar[Mapping[str, Rule]] = {
        "words": Rule.SCALAR,
        "outcome": Rule.TEXT,
        "due": Rule.SCALAR,
        "owner": Rule.SCALAR,
        "importance": Rule.SCALAR,
        "confidence": Rule.SCALAR,
        "status": Rule.SCALAR,
        "void_reason": Rule.VOID,
    }

    id: RecordId
    problem: RecordId
    words: str
    outcome: str
    due: date | None
    owner: str
    importance: int | None
    confidence: int | None
    status: GoalStatus
    added_at: datetime
    added_by: UserId
    void_reason: str | None = None

    def check(self) -> None:
        """Refuse ``bad_value`` for a value that the noun does not allow."""
        if not (self.words.strip() or self.outcome.strip()):
            raise DomainError("bad_value", kind=self.KIND, field="outcome")
        for name, value in (("importance", self.importance), ("confidence", self.confidence)):
            if value is not None and not 0 <= value <= 10:
                raise DomainError("bad_value", kind=self.KIND, field=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalAdded:
    """A goal was agreed."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE

    goal: RecordId
    problem: RecordId
    words: str = ""
    outcome: str = ""
    due: date | None = None
    owner: str = ""
    importance: int | None = None
    confidence: int | None = None
    status: GoalStatus = GoalStatus.IN_PROGRESS


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRevised(Revision):
    """A goal was worded, dated or judged anew."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE
    REVISES = Goal


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalVoided(Voiding):
    """A goal had been entered in error."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE
    VOIDS = Goal


def added(stream: Stream, event: Event, body: GoalAdded) -> Stream:
    """Add a goal; refuse ``no_such_record`` for its problem, and ``bad_value``."""
    stream.get(Problem, body.problem)
    goal = Goal(
        id=body.goal,
        problem=body.problem,
        words=body.words,
        outcome=body.outcome,
        due=body.due,
        owner=body.owner,
        importance=body.importance,
        confidence=body.confidence,
        status=body.status,
        added_at=event.at,
        added_by=event.author,
    )
    goal.check()
    return stream.add(goal)
