"""What happened in a case, newest first."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from nurseapp.domain.fact import FactCategory
from nurseapp.domain.ids import RecordId
from nurseapp.domain.member import ConsentAnswer, Sex
from nurseapp.domain.safety import SafetyOutcome
from nurseapp.domain.scoring import score
from nurseapp.domain.screening import ScreeningState
from nurseapp.domain.streams import Record, StreamKind
from nurseapp.domain.timeline import Entry, EntryKind, timeline
from tests.builders import (
    ANA,
    BEN,
    NOON,
    TODAY,
    appointment,
    attachment,
    barrier,
    case,
    concern,
    consent,
    contact,
    emergency_access,
    fact,
    goal,
    handout_given,
    intervention,
    member,
    note,
    problem,
    screening,
    stay,
    stream,
)
from tests.forms import phq_9


def told(*records: Record) -> list[tuple[str, str, str]]:
    """Give kind, subject and detail of each entry."""
    entries = timeline({StreamKind.CARE: stream(*records)})
    return [(e.kind.value, e.subject, e.detail) for e in entries]


NINE = dict.fromkeys("123456789", 1)
SIGNED: dict[str, Any] = {
    "state": ScreeningState.SIGNED,
    "answers": NINE,
    "policy": phq_9(),
    "score": score(phq_9(), NINE, Sex.FEMALE),
}


@pytest.mark.parametrize(
    ("record", "entry"),
    [
        (note(), ("note", "Sleeps badly since the move.", "")),
        (contact(), ("contact", "Will bring the meter on Monday.", "phone reached")),
        (contact(text=""), ("contact", "Maria", "phone reached")),
        (attachment(), ("document", "X-ray of the left wrist", "")),
        (handout_given(), ("handout", "Açúcar baixo no sangue", "correct")),
        (problem(), ("problem", "Type 2 diabetes, blood sugar too high", "")),
        (goal(), ("goal", "I want to play with my grandchildren", "")),
        (goal(words=""), ("goal", "Walk 30 minutes on 5 days a week", "")),
        (
            emergency_access(),
            ("emergency", "Found on the floor, a neighbour calls", "medical"),
        ),
        (consent(answer=ConsentAnswer.WITHDRAWN), ("consent", "case-management", "withdrawn")),
        (screening(**SIGNED), ("screening", "phq-9", "9")),
        (
            screening(state=ScreeningState.DECLINED, reason="Too tired"),
            ("screening-declined", "phq-9", "Too tired"),
        ),
        (screening(state=ScreeningState.DECLINED), ("screening-declined", "phq-9", "")),
        (concern(), ("safety-raised", "phq-9", "9")),
        (stay(), ("encounter", "Hospital admission", "IMP")),
        (stay(kind_of=None), ("encounter", "Hospital admission", "")),
    ],
)
def test_each_kind_of_record_is_told_in_its_own_words(
    record: Record, entry: tuple[str, str, str]
) -> None:
    assert told(record) == [entry]


@pytest.mark.parametrize(
    "record",
    [
        note(error_reason="another member"),
        contact(error_reason="twice"),
        attachment(withdrawn_reason="another member"),
        problem(void_reason="double"),
        goal(void_reason="double"),
        screening(),
        stay(on=None),
        fact(category=FactCategory.RESULT),
        member(),
        case(),
        barrier(),
        intervention(),
        appointment(),
    ],
)
def test_errors_drafts_and_what_did_not_happen_are_left_out(record: Record) -> None:
    assert told(record) == []


def test_a_concern_is_told_twice_when_raised_and_when_ended() -> None:
    later = NOON + timedelta(hours=1)
    ended = concern(outcome=SafetyOutcome.DONE, closed_at=later, closed_by=BEN)
    entries = timeline({StreamKind.CARE: stream(ended)})
    assert [(e.kind, e.at, e.by, e.detail) for e in entries] == [
        (EntryKind.SAFETY_CLOSED, later, BEN, "done"),
        (EntryKind.SAFETY_RAISED, NOON, ANA, "9"),
    ]


def test_an_entry_says_what_when_and_who() -> None:
    (entry,) = timeline({StreamKind.CARE: stream(note())})
    assert entry == Entry(
        kind=EntryKind.NOTE,
        record=note().id,
        on=TODAY,
        at=NOON,
        by=ANA,
        subject="Sleeps badly since the move.",
    )


def test_a_received_stay_is_known_by_its_day_and_nobody_wrote_it() -> None:
    (entry,) = timeline({StreamKind.CARE: stream(stay())})
    assert (entry.on, entry.at, entry.by) == (date(2026, 2, 20), None, None)


def test_all_streams_make_one_list_newest_first() -> None:
    care = stream(
        note(id=RecordId("morning"), at=NOON - timedelta(hours=3)),
        note(id=RecordId("noon"), at=NOON),
        note(id=RecordId("yesterday"), at=NOON - timedelta(days=1)),
        stay(id=RecordId("admitted"), on=TODAY),
    )
    behavioural = stream(
        screening(id=RecordId("after"), at=NOON + timedelta(microseconds=1), **SIGNED),
        kind=StreamKind.BEHAVIOURAL,
    )
    entries = timeline({StreamKind.CARE: care, StreamKind.BEHAVIOURAL: behavioural})
    assert [e.record for e in entries] == ["after", "noon", "morning", "admitted", "yesterday"]
