"""A stream is a value over records that somebody else holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from nurseapp.domain.goal import Goal
from nurseapp.domain.ids import CaseId, RecordId, StreamId
from nurseapp.domain.note import Note
from nurseapp.domain.problem import Problem
from nurseapp.domain.streams import (
    CASE_KINDS,
    ORG_STREAM,
    Record,
    Stream,
    StreamKind,
    case_of,
    changed_records,
    kind_of,
    stream_of,
)
from tests.builders import CASE, GOAL, goal, note, problem, refused, stream


@pytest.mark.parametrize("kind", CASE_KINDS)
def test_the_name_of_a_stream_tells_its_case_and_its_compartment(kind: StreamKind) -> None:
    name = stream_of(CaseId("c.17"), kind)
    assert (case_of(name), kind_of(name)) == ("c.17", kind)
    assert Stream(id=name).kind is kind


def test_the_organisation_has_a_stream_that_is_no_compartment_of_a_case() -> None:
    assert kind_of(ORG_STREAM) is StreamKind.ORG
    assert StreamKind.ORG not in CASE_KINDS


@pytest.mark.parametrize("name", ["", "case-1", "case-1.opinions", "case-1.CARE", ".", "care."])
def test_a_stream_of_no_known_form_is_refused(name: str) -> None:
    with refused("unknown_stream", stream=name):
        kind_of(StreamId(name))


def test_a_record_is_found_by_its_kind_and_id() -> None:
    held = stream(goal(), problem())
    assert held.find(Goal, GOAL) == goal()
    assert held.find(Problem, GOAL) is None
    assert held.find(Goal, RecordId("goal-9")) is None
    assert held.holds(GOAL)
    assert not held.holds(RecordId("goal-9"))


def test_a_record_that_is_not_there_is_refused_with_what_was_asked_for() -> None:
    with refused("no_such_record", kind="goal", record="goal-9"):
        stream(goal()).get(Goal, RecordId("goal-9"))


def test_what_was_put_since_hides_what_was_there() -> None:
    held = stream(goal()).put(goal(owner="Ana"))
    assert held.get(Goal, GOAL).owner == "Ana"
    assert [g.owner for g in held.of(Goal)] == ["Ana"]


def test_all_records_of_a_kind_come_once_those_of_the_base_first() -> None:
    one, two, three = (goal(id=RecordId(f"g-{n}")) for n in "123")
    held = stream(one, note(), two).add(three).put(goal(id=two.id, owner="Ana")).add(problem())
    assert [(g.id, g.owner) for g in held.of(Goal)] == [
        ("g-1", "Maria"),
        ("g-2", "Ana"),
        ("g-3", "Maria"),
    ]
    assert list(held.of(Note)) == [note()]


def test_a_record_is_added_once() -> None:
    with refused("exists", kind="goal", record=GOAL):
        stream(goal()).add(goal())
    with refused("exists", kind="goal", record=GOAL):
        stream().add(goal()).add(goal())


def test_a_record_never_replaces_one_of_another_kind() -> None:
    with refused("exists", kind="goal", record=GOAL):
        stream(goal()).put(note(id=GOAL))


def test_the_changed_records_are_those_that_are_other_objects_than_before() -> None:
    before = stream(goal(), problem())
    same = before.put(goal(owner="Ana"))
    assert changed_records(before, before) == []
    assert changed_records(before, same) == [goal(owner="Ana")]
    assert changed_records(same, same.add(note())) == [note()]
    assert changed_records(same, same.put(goal(owner="Ben"))) == [goal(owner="Ben")]


class Counting(Mapping[RecordId, Record]):
    """Records that count how often one is asked for."""

    def __init__(self, *records: Record) -> None:
        self.records = {r.id: r for r in records}
        self.read: list[RecordId] = []

    def __getitem__(self, record_id: RecordId) -> Record:
        if record_id in self.records:
            self.read.append(record_id)
        return self.records[record_id]

    def __iter__(self) -> Iterator[RecordId]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)

    def __contains__(self, record_id: object) -> bool:
        return record_id in self.records


def test_a_stream_reads_no_record_that_nobody_asked_for() -> None:
    base = Counting(goal(), problem(), note())
    held = Stream(id=stream_of(CASE, StreamKind.CARE), base=base)
    held.add(goal(id=RecordId("goal-2")))
    held.find(Goal, GOAL)
    assert base.read == [GOAL]
