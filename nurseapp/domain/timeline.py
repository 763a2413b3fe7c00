"""What happened in a case, newest first: one list from all the streams that the reader holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from nurseapp.domain.attachment import Attachment
from nurseapp.domain.contact import Contact
from nurseapp.domain.emergency_access import EmergencyAccess
from nurseapp.domain.fact import Fact, FactCategory
from nurseapp.domain.goal import Goal
from nurseapp.domain.handout import HandoutGiven
from nurseapp.domain.ids import RecordId, UserId
from nurseapp.domain.member import Consent
from nurseapp.domain.note import Note
from nurseapp.domain.problem import Problem
from nurseapp.domain.safety import SafetyConcern
from nurseapp.domain.screening import Screening, ScreeningState
from nurseapp.domain.streams import ByKind, Stream, StreamKind


class EntryKind(StrEnum):
    """What an entry tells of."""

    NOTE = "note"
    CONTACT = "contact"
    SCREENING = "screening"
    SCREENING_DECLINED = "screening-declined"
    SAFETY_RAISED = "safety-raised"
    SAFETY_CLOSED = "safety-closed"
    HANDOUT = "handout"
    DOCUMENT = "document"
    PROBLEM = "problem"
    GOAL = "goal"
    CONSENT = "consent"
    EMERGENCY = "emergency"
    ENCOUNTER = "encounter"


_AT_ITS_BEGINNING = datetime.min.replace(tzinfo=UTC)
"""Where a day has no time, it stands before all that has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry.

    Attributes:
        at: aware UTC, or None where only the day is known (received records).
        by: who, None for another system.
        subject: the record's own words (a note's text, a title); the screen words the rest.
        detail: a code or a second piece of the record's words, empty for none.
    """

    kind: EntryKind
    record: RecordId
    on: date
    at: datetime | None
    by: UserId | None
    subject: str
    detail: str = ""


def timeline(streams: Mapping[StreamKind, Stream]) -> tuple[Entry, ...]:
    """List what happened, newest first; what was marked as an error is left out."""
    entries = [entry for stream in streams.values() for entry in _entries(ByKind(stream))]
    entries.sort(key=lambda e: (e.on, e.at or _AT_ITS_BEGINNING, e.record), reverse=True)
    return tuple(entries)


def _entries(stream: ByKind) -> Iterator[Entry]:
    for note in stream.of(Note):
        if note.error_reason is None:
            yield _entry(EntryKind.NOTE, note.id, note.at, note.by, note.text)
    for contact in stream.of(Contact):
        if contact.error_reason is None:
            yield _entry(
                EntryKind.CONTACT,
                contact.id,
                contact.at,
                contact.by,
                contact.text or contact.with_whom,
                f"{contact.channel.value} {contact.outcome.value}",
            )
    for given in stream.of(HandoutGiven):
        yield _entry(
            EntryKind.HANDOUT, given.id, given.at, given.by, given.title, given.teach_back.value
        )
    for problem in stream.of(Problem):
        if problem.void_reason is None:
            yield _entry(
                EntryKind.PROBLEM, problem.id, problem.added_at, problem.added_by, problem.title
            )
    for goal in stream.of(Goal):
        if goal.void_reason is None:
            yield _entry(
                EntryKind.GOAL, goal.id, goal.added_at, goal.added_by, goal.words or goal.outcome
            )
    for consent in stream.of(Consent):
        yield _entry(
            EntryKind.CONSENT,
            consent.id,
            consent.at,
            consent.by,
            consent.to,
            consent.answer.value,
        )
    for document in stream.of(Attachment):
        if document.withdrawn_reason is None:
            yield _entry(EntryKind.DOCUMENT, document.id, document.at, document.by, document.title)
    yield from _screenings(stream)
    yield from _concerns(stream)
    yield from _emergencies(stream)
    yield from _encounters(stream)


def _screenings(stream: ByKind) -> Iterator[Entry]:
    for s in stream.of(Screening):
        if s.state is ScreeningState.SIGNED and s.score is not None:
            total = str(s.score.total)
            yield _entry(EntryKind.SCREENING, s.id, s.at, s.by, s.form, total)
        elif s.state is ScreeningState.DECLINED:
            yield _entry(EntryKind.SCREENING_DECLINED, s.id, s.at, s.by, s.form, s.reason or "")


def _concerns(stream: ByKind) -> Iterator[Entry]:
    for c in stream.of(SafetyConcern):
        yield _entry(EntryKind.SAFETY_RAISED, c.id, c.raised_at, c.raised_by, c.form, c.item)
        if c.outcome is not None and c.closed_at is not None:
            yield _entry(
                EntryKind.SAFETY_CLOSED, c.id, c.closed_at, c.closed_by, c.form, c.outcome.value
            )


def _emergencies(stream: ByKind) -> Iterator[Entry]:
    for a in stream.of(EmergencyAccess):
        yield _entry(EntryKind.EMERGENCY, a.id, a.at, a.person, a.reason, a.emergency.value)


def _encounters(stream: ByKind) -> Iterator[Entry]:
    for fact in stream.of(Fact):
        if fact.category is FactCategory.ENCOUNTER and fact.on is not None:
            yield Entry(
                kind=EntryKind.ENCOUNTER,
                record=fact.id,
                on=fact.on,
                at=None,
                by=None,
                subject=fact.display,
                detail=fact.kind_of or "",
            )


def _entry(
    kind: EntryKind,
    record: RecordId,
    at: datetime,
    by: UserId | None,
    subject: str,
    detail: str = "",
) -> Entry:
    return Entry(
        kind=kind, record=record, on=at.date(), at=at, by=by, subject=subject, detail=detail
    )
