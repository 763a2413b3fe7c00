"""The case: one stretch of case management for one member, through its six stages.

Stages follow the case-management process of CMSA's Standards of Practice (2016, table of
contents). Closing and assigning are compare-and-set on the stream's head: a stale one is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import ClassVar

from nurseapp.domain.events import Event
from nurseapp.domain.ids import RecordId, TeamId, UserId
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.revising import Revision, Rule
from nurseapp.domain.streams import Stream, StreamKind


class Stage(StrEnum):
    """Where in its process a case stands."""

    IDENTIFY = "identify"
    ASSESS = "assess"
    PLAN = "plan"
    IMPLEMENT = "implement"
    MONITOR = "monitor"
    CLOSE = "close"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case.

    Attributes:
        id: the case's own id, as a record; the streams' names start with it.
        programme: id of the programme that it runs under.
        nurse: who is responsible; None while nobody is assigned.
        closing_proposed: the reason that was given with a proposal to close.
    """

    KIND: ClassVar[str] = "case"
    RULES: ClassVar[Mapping[str, Rule]] = {
        "stage": Rule.SCALAR,
        "programme": Rule.SCALAR,
        "closing_proposed": Rule.SCALAR,
        "tags": Rule.SET,
    }

    id: RecordId
    member: RecordId
    programme: str
    stage: Stage
    opened_on: date
    team: TeamId
    nurse: UserId | None
    tags: tuple[str, ...] = ()
    closing_proposed: str | None = None
    closed_on: date | None = None
    closing_reason: str | None = None

    def check(self) -> None:
        """Refuse ``bad_value`` for a value that the noun does not allow."""
        if (self.stage is Stage.CLOSE) != (self.closed_on is not None):
            raise DomainError("bad_value", kind=self.KIND, field="stage")
        if self.closed_on is not None and not (self.closing_reason or "").strip():
            raise DomainError("bad_value", kind=self.KIND, field="closing_reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened:
    """A case was opened."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE

    case: Case


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRevised(Revision):
    """The stage, the programme or a tag changed, or closing was proposed."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE
    REVISES = Case


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAssigned:
    """A supervisor gave the case to a nurse, having seen the stream at ``head``."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE

    case: RecordId
    nurse: UserId | None
    team: TeamId
    head: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClosed:
    """A supervisor closed the case, having seen the stream at ``head``."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE

    case: RecordId
    on: date
    reason: str
    head: int


def opened(stream: Stream, _event: Event, body: CaseOpened) -> Stream:
    """Add the case; refuse ``exists`` and ``bad_value``."""
    body.case.check()
    return stream.add(body.case)


def assigned(stream: Stream, _event: Event, body: CaseAssigned) -> Stream:
    """Set nurse and team; refuse ``stale`` and ``closed_case``."""
    case = _current(stream, body.case, body.head)
    return stream.put(replace(case, nurse=body.nurse, team=body.team))


def closed(stream: Stream, _event: Event, body: CaseClosed) -> Stream:
    """Close the case; refuse ``stale`` and ``closed_case``."""
    case = _current(stream, body.case, body.head)
    case = replace(case, stage=Stage.CLOSE, closed_on=body.on, closing_reason=body.reason)
    case.check()
    return stream.put(case)


def as_accepted(event: Event, head: int) -> Event:
    """Give an event that was accepted once as if its author had seen the stream as it is now.

    What they had seen was compared then; a stream that was put back cannot be compared again.
    """
    if isinstance(event.body, CaseAssigned | CaseClosed):
        return replace(event, body=replace(event.body, head=head))
    return event


def _current(stream: Stream, case_id: RecordId, head: int) -> Case:
    case = stream.get(Case, case_id)
    if stream.head != head:
        raise DomainError("stale", case=case_id, seen=head, head=stream.head)
    if case.closed_on is not None:
        raise DomainError("closed_case", case=case_id, on=case.closed_on)
    return case
