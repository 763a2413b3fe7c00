"""The table that sends an event to its noun, and what became of an event."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from dataclasses import dataclass, is_dataclass
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

import nurseapp.domain
from nurseapp.domain.apply import HANDLERS, RECORDS, Status, apply, status_of
from nurseapp.domain.events import Event
from nurseapp.domain.goal import GoalRevised
from nurseapp.domain.ids import CaseId, EventId
from nurseapp.domain.note import Note, NoteMarkedAsError, NoteWritten
from nurseapp.domain.policy import EVENT_RIGHTS
from nurseapp.domain.problem import Problem, ProblemRevised
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.screening import Screening, ScreeningState
from nurseapp.domain.streams import CASE_KINDS, Stream, StreamKind, stream_of
from tests.builders import (
    CASE,
    GOAL,
    PROBLEM,
    case,
    changes,
    event,
    goal,
    member,
    note,
    problem,
    refused,
    stream,
)
from tests.domain.strategies import events, events_of
from tests.world import World, plan

ABSTRACT = {"Revision", "Voiding"}


def classes() -> list[type[Any]]:
    """Give every dataclass that a module of the domain defines."""
    modules = [
        importlib.import_module(f"nurseapp.domain.{module.name}")
        for module in pkgutil.iter_modules(nurseapp.domain.__path__)
    ]
    return [
        kind
        for module in modules
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if kind.__module__ == module.__name__ and is_dataclass(kind)
    ]


EVENTS = [k for k in classes() if "STREAM" in k.__annotations__ and k.__name__ not in ABSTRACT]
HELD = [k for k in classes() if hasattr(k, "KIND")]


def test_every_event_of_the_domain_has_a_handler() -> None:
    assert {k.__name__ for k in EVENTS} == {k.__name__ for k in HANDLERS}
    assert len(EVENTS) == 41


def test_every_event_of_the_domain_has_a_row_in_the_policy() -> None:
    assert {k.__name__ for k in EVENTS} == {k.__name__ for k in EVENT_RIGHTS}


def test_every_record_of_the_domain_is_registered_under_a_kind_of_its_own() -> None:
    assert set(HELD) == set(RECORDS)
    assert len({kind.KIND for kind in RECORDS}) == len(RECORDS)


@pytest.mark.parametrize("kind", classes(), ids=lambda kind: kind.__name__)
def test_every_value_of_the_domain_is_frozen_slotted_and_built_by_name(kind: type[Any]) -> None:
    parameters = kind.__dataclass_params__
    assert parameters.frozen
    assert "__slots__" in vars(kind)
    assert all(p.kind is p.KEYWORD_ONLY for p in inspect.signature(kind).parameters.values())


def test_an_event_on_a_stream_of_another_compartment_is_refused() -> None:
    behavioural = stream(kind=StreamKind.BEHAVIOURAL)
    body = NoteWritten(note=note().id, text="Called.")
    with refused("wrong_stream", stream=behavioural.id, belongs="care"):
        apply(behavioural, event(body, stream=behavioural.id))


def test_an_event_on_the_same_compartment_of_another_case_is_refused() -> None:
    other = stream_of(CaseId("case-2"), StreamKind.CARE)
    with refused("wrong_stream", stream=other):
        apply(stream(), event(NoteWritten(note=note().id, text="Called."), stream=other))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlisted:
    """An event that nobody gave a handler."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE


def test_an_event_without_a_handler_is_a_bug_and_no_refusal() -> None:
    with pytest.raises(KeyError):
        apply(stream(), event(Unlisted()))


def test_an_event_that_changed_something_is_applied() -> None:
    assert World().does(NoteWritten(note=note().id, text="Called.")) is Status.APPLIED


def test_an_event_that_changed_nothing_is_a_noop() -> None:
    held = stream(problem())
    assert status_of(held, held, event(ProblemRevised(record=PROBLEM, changes={}))) is Status.NOOP


def test_an_event_whose_value_met_another_and_both_stand_is_merged() -> None:
    was = "Walk\nEat\nSleep"
    world = World.of(goal(outcome=was))
    statuses = [
        world.does(GoalRevised(record=GOAL, changes=changes(outcome=(was, now))))
        for now in ("Swim\nEat\nSleep", "Walk\nEat\nRest")
    ]
    assert statuses == [Status.APPLIED, Status.MERGED]


def test_a_conflict_that_another_event_opened_does_not_make_this_one_a_conflict() -> None:
    world = plan()
    changed = {"title": ("Type 2 diabetes, blood sugar too high", "Diabetes")}
    world.does(ProblemRevised(record=PROBLEM, changes=changes(**changed)))
    late = {"title": ("Type 2 diabetes, blood sugar too high", "Sugar")}
    assert world.does(ProblemRevised(record=PROBLEM, changes=changes(**late))) is Status.CONFLICT
    world.does(ProblemRevised(record=PROBLEM, changes=changes(priority=(1, 2))))
    (opened,) = world.open_conflicts()
    keep = changes(title=("Diabetes", "Diabetes"))
    status = world.does(ProblemRevised(record=PROBLEM, changes=keep, settles=(opened.id,)))
    assert status is Status.APPLIED
    assert world.get(Problem, PROBLEM) == problem(title="Diabetes", priority=2)


@given(
    st.sampled_from((*CASE_KINDS, StreamKind.ORG)).flatmap(
        lambda kind: st.lists(events(kind), min_size=1, max_size=8)
    )
)
def test_any_events_in_any_order_are_applied_or_refused_and_never_fail(acts: list[Event]) -> None:
    held = Stream(
        id=acts[0].stream,
        base={r.id: r for r in (member(), case(), problem(), goal(), note())},
    )
    for act in acts:
        before = held
        try:
            held = apply(held, act)
        except DomainError:
            continue
        assert status_of(before, held, act) in Status


@given(st.lists(events(StreamKind.BEHAVIOURAL), max_size=12))
def test_a_signed_screening_never_changes_again(acts: list[Event]) -> None:
    held = Stream(id=stream_of(CASE, StreamKind.BEHAVIOURAL))
    signed: dict[str, Screening] = {}
    for act in acts:
        try:
            held = apply(held, act)
        except DomainError:
            continue
        for record in held.of(Screening):
            if record.state is ScreeningState.SIGNED:
                assert signed.setdefault(record.id, record) is record


@given(st.lists(events_of(NoteWritten) | events_of(NoteMarkedAsError), max_size=12))
def test_a_note_is_never_rewritten(acts: list[Event]) -> None:
    held = stream()
    written: dict[str, tuple[str, str]] = {}
    for act in acts:
        try:
            held = apply(held, act)
        except DomainError:
            continue
        for record in held.of(Note):
            assert written.setdefault(record.id, (record.text, record.by)) == (
                record.text,
                record.by,
            )


def test_an_event_says_who_when_and_on_which_stream() -> None:
    body = NoteWritten(note=note().id, text="Called.")
    act = event(body, id=EventId("e-7"), act="visit-3", undoes=EventId("e-6"))
    assert (act.author, act.stream, act.act, act.undoes) == (
        "nurse.ana",
        "case-1.care",
        "visit-3",
        "e-6",
    )
