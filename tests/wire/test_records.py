"""A record's body survives every version that reads it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurseapp.domain.apply import RECORDS as KINDS
from nurseapp.domain.apply import apply
from nurseapp.domain.goal import Goal, GoalRevised
from nurseapp.domain.ids import RecordId
from nurseapp.domain.note import Note
from nurseapp.domain.revising import Conflict
from nurseapp.domain.streams import Record, Stream, changed_records
from nurseapp.wire.canonical import canonical
from nurseapp.wire.records import LazyRecords, UnreadRecord, decode_record, encode_record
from tests.builders import GOAL, changes, conflict, event, goal, note, refused, stream_id
from tests.domain.strategies import records
from tests.wire.samples import RECORDS

FEW = settings(max_examples=settings().max_examples // 10)
by_record = pytest.mark.parametrize("record", RECORDS, ids=lambda r: r.KIND)


def members(record: Record) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(encode_record(record))
    return found


def unread(kind: str, body: bytes) -> UnreadRecord:
    """Read a body that cannot be read."""
    found = decode_record(RecordId("r"), kind, body)
    assert found == UnreadRecord(id=RecordId("r"), kind=kind, body=body)
    assert isinstance(found, UnreadRecord)
    return found


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.KIND)
@FEW
@given(data=st.data())
def test_a_record_is_read_as_it_was_written(kind: type[Record], data: st.DataObject) -> None:
    record = data.draw(records(kind))
    assert decode_record(record.id, record.KIND, encode_record(record)) == record


@pytest.mark.parametrize(
    "opened",
    [
        conflict(was=date(2026, 3, 1), theirs=date(2026, 4, 1), mine=None),
        conflict(field="owner", was="2026-03-01", theirs="Maria", mine="a daughter"),
        conflict(field="importance", was=3, theirs=None, mine=8),
        conflict(field="void_reason", was=None, theirs=None, mine="double"),
    ],
)
def test_a_conflict_keeps_its_values_in_the_type_of_the_field(opened: Conflict) -> None:
    assert decode_record(opened.id, Conflict.KIND, encode_record(opened)) == opened


@by_record
def test_members_of_a_newer_version_are_carried_over_when_a_record_is_written_anew(
    record: Record,
) -> None:
    newer = canonical({**members(record), "added_in_2031": {"b": [1], "a": None}})
    read = decode_record(record.id, record.KIND, newer)
    assert read == record
    assert encode_record(read, onto=newer) == newer


def test_a_change_is_written_onto_what_is_carried_over() -> None:
    newer = canonical({**members(goal()), "added_in_2031": "x"})
    found = json.loads(encode_record(goal(owner="Ana"), onto=newer))
    assert (found["owner"], found["added_in_2031"]) == ("Ana", "x")


@by_record
def test_a_record_written_onto_its_own_kind_of_body_is_the_record(record: Record) -> None:
    assert encode_record(record, onto=encode_record(record)) == encode_record(record)


def test_a_record_of_an_unknown_kind_keeps_its_kind_and_its_bytes() -> None:
    unread("opinion", b'{"verdict":"other treatment","z":[1.50]}')


@by_record
def test_a_record_with_a_value_of_a_newer_version_is_kept_unread(record: Record) -> None:
    for name in members(record):
        unread(record.KIND, canonical({**members(record), name: {"newer": True}}))


def test_a_conflict_over_what_this_version_does_not_know_is_kept_unread() -> None:
    for spoiled in ({"of_kind": "opinion"}, {"field": "added_in_2031"}, {"was": "not a date"}):
        unread(Conflict.KIND, canonical({**members(conflict()), **spoiled}))


@pytest.mark.parametrize("kind", [kind.KIND for kind in KINDS])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"{}",
        b"NaN",
        b"nonsense",
        b'{"id":"\xff"}',
        b'{"id":"\\ud800"}',
        b'{"id":' + b"9" * 5000 + b"}",
        b"[" * 200_000,
        b'{"extra":' + b"[" * 200_000,
    ],
    ids=lambda body: body[:8].decode("latin-1") or "nothing",
)
def test_a_damaged_body_is_kept_unread_and_never_an_error(kind: str, body: bytes) -> None:
    unread(kind, body)


@by_record
def test_a_body_that_was_cut_off_anywhere_is_kept_unread(record: Record) -> None:
    raw = encode_record(record)
    for length in range(len(raw)):
        unread(record.KIND, raw[:length])


def held(*found: tuple[Record, str, bytes]) -> LazyRecords:
    return LazyRecords({record.id: (kind, body) for record, kind, body in found})


def test_records_are_decoded_when_first_asked_for_and_then_remembered() -> None:
    lazy = held(
        (goal(), Goal.KIND, encode_record(goal())), (note(), Note.KIND, encode_record(note()))
    )
    assert (len(lazy), list(lazy), GOAL in lazy, "other" in lazy) == (
        2,
        [GOAL, note().id],
        True,
        False,
    )
    assert lazy[GOAL] == goal()
    assert lazy[GOAL] is lazy[GOAL]
    assert lazy.get(RecordId("other")) is None
    with pytest.raises(KeyError):
        lazy[RecordId("other")]


def test_a_stream_works_around_what_it_cannot_read_and_never_writes_over_it() -> None:
    strange = b'{"verdict":"other treatment"}'
    other = UnreadRecord(id=RecordId("opinion-1"), kind="opinion", body=strange)
    base = held((goal(), Goal.KIND, encode_record(goal())), (other, "opinion", strange))
    start = Stream(id=stream_id(), base=base)
    after = apply(start, event(GoalRevised(record=GOAL, changes=changes(owner=("Maria", "Ana")))))
    assert changed_records(start, after) == [goal(owner="Ana")]
    assert list(after.of(UnreadRecord)) == [other]
    with refused("exists", kind="unread", record="opinion-1"):
        after.put(note(id=RecordId("opinion-1")))
