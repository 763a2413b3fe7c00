"""The screening: a form's answers, first a draft of its author alone, then signed for good.

A signed screening never changes; a correction is a new one that ``amends`` it. It carries the
policy that it was scored by, so that whoever reads it scores it the same way, and the record says
when the author's score does not agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from nurseapp.domain import scoring
from nurseapp.domain.events import Event
from nurseapp.domain.form import Form, Policy
from nurseapp.domain.ids import RecordId, UserId
from nurseapp.domain.member import Member, Sex, age_on
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.scoring import Score
from nurseapp.domain.streams import Stream, StreamKind


class ScreeningState(StrEnum):
    """Where a screening stands."""

    DRAFT = "draft"
    SIGNED = "signed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """One filling of one form.

    Attributes:
        language: BCP 47 tag of the wording that was shown.
        answers: points by item id; an item that is missing was not answered.
        score: the score of ``answers`` by ``policy``, None while a draft.
        differs: the author's device had scored it differently: for review, never refused.
        reason: why it was declined.
        amends: the signed screening that this one corrects.
    """

    KIND: ClassVar[str] = "screening"

    id: RecordId
    form: str
    version: str
    language: str
    state: ScreeningState
    answers: Mapping[str, int]
    by: UserId
    at: datetime
    sex: Sex = Sex.UNKNOWN
    policy: Policy | None = None
    score: Score | None = None
    differs: bool = False
    reason: str | None = None
    amends: RecordId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningAnswered:
    """One item was answered, or its answer taken back (``points`` None)."""

    STREAM: ClassVar[StreamKind] = StreamKind.BEHAVIOURAL

    screening: RecordId
    form: str
    version: str
    language: str
    item: str
    points: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningSigned:
    """The form was signed: complete in itself, whatever became of the draft."""

    STREAM: ClassVar[StreamKind] = StreamKind.BEHAVIOURAL

    screening: RecordId
    form: str
    version: str
    language: str
    answers: Mapping[str, int]
    sex: Sex
    policy: Policy
    total: int | None
    amends: RecordId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningDeclined:
    """The member did not want to answer, or could not."""

    STREAM: ClassVar[StreamKind] = StreamKind.BEHAVIOURAL

    screening: RecordId
    form: str
    version: str
    language: str
    reason: str


def answered(stream: Stream, event: Event, body: ScreeningAnswered) -> Stream:
    """Keep one answer of a draft; refuse ``signed`` and ``not_author``."""
    draft = stream.find(Screening, body.screening)
    if draft is None:
        draft = _started(event, body)
    _own_draft(draft, event)
    return stream.put(replace(draft, answers=_with_answer(draft, body), at=event.at))


def answered_again(stream: Stream, event: Event, body: ScreeningAnswered) -> Stream:
    """Take an answer that was accepted once, though the form's end may have come back before it.

    A signed form is complete in itself; a declined one keeps what had been answered. Refuse as
    :func:`answered` does otherwise.
    """
    form = stream.find(Screening, body.screening)
    if form is None or form.state is ScreeningState.DRAFT or form.by != event.author:
        return answered(stream, event, body)
    if form.state is ScreeningState.SIGNED:
        return stream
    return stream.put(replace(form, answers=_with_answer(form, body)))


def _with_answer(form: Screening, body: ScreeningAnswered) -> Mapping[str, int]:
    answers = {item: points for item, points in form.answers.items() if item != body.item}
    if body.points is not None:
        answers[body.item] = body.points
    return answers


def signed(stream: Stream, event: Event, body: ScreeningSigned) -> Stream:
    """Sign a form; refuse ``signed``, ``not_author``, ``incomplete`` and a wrong ``amends``."""
    draft = stream.find(Screening, body.screening)
    if draft is not None:
        _own_draft(draft, event)
    if body.amends is not None:
        stream.get(Screening, body.amends)
    result = scoring.score(body.policy, body.answers, body.sex)
    if not result.complete:
        raise DomainError("incomplete", answered=result.answered, items=result.items)
    return stream.put(
        replace(
            draft or _started(event, body),
            state=ScreeningState.SIGNED,
            answers=body.answers,
            sex=body.sex,
            policy=body.policy,
            score=result,
            differs=body.total != result.total,
            amends=body.amends,
            at=event.at,
        )
    )


def declined(stream: Stream, event: Event, body: ScreeningDeclined) -> Stream:
    """Record a refusal with its reason; refuse ``signed``, ``not_author`` and no reason."""
    if not body.reason.strip():
        raise DomainError("bad_value", kind=Screening.KIND, field="reason")
    draft = stream.find(Screening, body.screening) or _started(event, body)
    _own_draft(draft, event)
    return stream.put(
        replace(draft, state=ScreeningState.DECLINED, reason=body.reason, at=event.at)
    )


def check_may_screen(form: Form, member: Member, today: date) -> None:
    """Refuse ``member_died``, ``birth_date_unknown`` and ``too_young`` before a form is opened."""
    if member.died_on is not None:
        raise DomainError("member_died", on=member.died_on)
    if member.birth_date is None:
        raise DomainError("birth_date_unknown", form=form.short)
    age = age_on(member.birth_date, today)
    if age < form.minimum_age:
        raise DomainError("too_young", form=form.short, age=age, minimum=form.minimum_age)


def _started(
    event: Event, body: ScreeningAnswered | ScreeningSigned | ScreeningDeclined
) -> Screening:
    return Screening(
        id=body.screening,
        form=body.form,
        version=body.version,
        language=body.language,
        state=ScreeningState.DRAFT,
        answers={},
        by=event.author,
        at=event.at,
    )


def _own_draft(screening: Screening, event: Event) -> None:
    if screening.state is not ScreeningState.DRAFT:
        raise DomainError("signed", screening=screening.id, state=screening.state.value)
    if screening.by != event.author:
        raise DomainError("not_author", screening=screening.id)
