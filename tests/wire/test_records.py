"""A record's body survives every version that reads it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from nurseapp.domain.ids import EventId, RecordId, UserId
from nurseapp.domain.revising import Conflict, FieldValue
from nurseapp.wire.records import decode_record, encode_record


def conflict(field: str, *values: FieldValue) -> Conflict:
    was, theirs, mine = values
    return Conflict(
        id=RecordId("conflict-1"),
        record=RecordId("goal-1"),
        of_kind="goal",
        field=field,
        was=was,
        theirs=theirs,
        mine=mine,
        by=UserId("nurse.ana"),
        at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        event=EventId("event-1"),
    )


@pytest.mark.parametrize(
    "opened",
    [
        conflict("due", date(2026, 3, 1), date(2026, 4, 1), None),
        conflict("owner", "2026-03-01", "the member", "a daughter"),
        conflict("importance", 3, None, 8),
    ],
)
def test_a_conflict_keeps_its_values_in_the_type_of_the_field(opened: Conflict) -> None:
    assert decode_record(opened.id, Conflict.KIND, encode_record(opened)) == opened
