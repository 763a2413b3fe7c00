"""What merging promises for every pair of acts, not only for those somebody thought of.

Two nurses look at the same goal or case, each changes something, and the server hears of the
second change after the first. HYPOTHESIS_PROFILE=long tries 50,000 pairs of each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from nurseapp.domain.apply import Status, apply, status_of
from nurseapp.domain.case import Case, CaseRevised
from nurseapp.domain.events import Event
from nurseapp.domain.goal import Goal, GoalRevised, GoalVoided
from nurseapp.domain.ids import EventId, RecordId
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.revising import (
    Change,
    Conflict,
    FieldValue,
    Rule,
    opposite,
    seen_fields,
)
from nurseapp.domain.streams import Stream
from nurseapp.domain.text_merge import merged_text
from tests.builders import BEN, CASE, GOAL, case, event, goal, stream
from tests.domain.strategies import events, field_values

LINE = st.sampled_from(["", "walk", "eat", "sleep", "swim"])
texts = st.lists(LINE, max_size=6).map("\n".join)
distinct = st.lists(st.sampled_from("abcdefgh"), max_size=6, unique=True).map("\n".join)
tags = st.sets(st.sampled_from(["asthma", "diabetes", "falls", "pain"])).map(
    lambda found: tuple(sorted(found))
)
free = {name for name, rule in Goal.RULES.items() if rule in (Rule.SCALAR, Rule.TEXT)}
TEXT, SCALARS = "outcome", sorted(free - {"outcome"})


def wanted(names: list[str]) -> st.SearchStrategy[dict[str, FieldValue]]:
    """Give new values for some fields of a goal, such as the noun allows."""
    allowed: dict[str, st.SearchStrategy[Any]] = {name: field_values(Goal, name) for name in names}
    for name in ("importance", "confidence"):
        allowed[name] = st.none() | st.integers(0, 10)
    return st.fixed_dictionaries({}, optional={name: allowed[name] for name in names})


def revision(seen: Goal, now: Mapping[str, FieldValue], name: str = "event-1") -> Event:
    fields = {field: Change(was=getattr(seen, field), now=value) for field, value in now.items()}
    return event(GoalRevised(record=GOAL, changes=fields), id=EventId(name), author=BEN)


def written(seen: Goal, text: str, name: str = "event-1") -> Event:
    return revision(seen, {TEXT: text}, name)


def tagged(was: tuple[str, ...], now: tuple[str, ...], name: str = "event-1") -> Event:
    body = CaseRevised(record=RecordId(CASE), changes={"tags": Change(was=was, now=now)})
    return event(body, id=EventId(name))


def after(start: Stream, *acts: Event) -> Stream:
    for act in acts:
        start = apply(start, act)
    return start


def tried(start: Stream, act: Event) -> tuple[Stream, str | None]:
    """Apply an event; where it is refused, give the stream as it was and the code."""
    try:
        return apply(start, act), None
    except DomainError as refusal:
        return start, refusal.code


def conflicts(held: Stream) -> list[Conflict]:
    return list(held.of(Conflict))


@given(wanted(SCALARS), wanted(SCALARS))
def test_changes_of_different_fields_commute(
    first: dict[str, FieldValue], second: dict[str, FieldValue]
) -> None:
    seen, start = goal(), stream(goal())
    other = {name: value for name, value in second.items() if name not in first}
    one, two = revision(seen, first, "event-1"), revision(seen, other, "event-2")
    assert after(start, one, two).get(Goal, GOAL) == after(start, two, one).get(Goal, GOAL)
    assert after(start, one, two).get(Goal, GOAL) == replace(seen, **(first | other))  # type: ignore[arg-type]  # values fit their fields
    assert conflicts(after(start, one, two)) == []


@given(tags, tags, tags, tags)
def test_changes_of_a_set_commute_whatever_stands(
    stands: tuple[str, ...], seen: tuple[str, ...], one: tuple[str, ...], two: tuple[str, ...]
) -> None:
    start = stream(case(tags=stands))
    first, second = tagged(seen, one, "event-1"), tagged(seen, two, "event-2")
    there = after(start, first, second).get(Case, RecordId(CASE))
    back = after(start, second, first).get(Case, RecordId(CASE))
    assert there == back
    assert set(there.tags) <= set(stands) | set(one) | set(two)


@given(texts, texts, texts)
def test_clean_merges_of_text_commute(was: str, one: str, two: str) -> None:
    merged = merged_text(was, one, two)
    assert merged == merged_text(was, two, one)


@given(texts, texts)
def test_a_merge_with_somebody_who_changed_nothing_is_the_others_text(was: str, now: str) -> None:
    assert merged_text(was, was, now) == now
    assert merged_text(was, now, was) == now
    assert merged_text(was, now, now) == now


@given(texts, texts, texts)
def test_a_merge_of_text_invents_no_line_and_drops_none_that_is_new(
    was: str, one: str, two: str
) -> None:
    merged = merged_text(was, one, two)
    assume(merged is not None)
    lines = str(merged).split("\n")
    given_lines = {*was.split("\n"), *one.split("\n"), *two.split("\n")}
    assert set(lines) <= given_lines
    for changed in (one, two):
        assert set(changed.split("\n")) - set(was.split("\n")) <= set(lines)


@given(wanted(SCALARS), wanted(SCALARS))
def test_a_scalar_is_never_anything_but_what_somebody_wrote(
    theirs: dict[str, FieldValue], mine: dict[str, FieldValue]
) -> None:
    seen, start = goal(), stream(goal())
    first, second = revision(seen, theirs, "event-1"), revision(seen, mine, "event-2")
    end = after(start, first, second)
    for name in SCALARS:
        was, value = getattr(seen, name), getattr(end.get(Goal, GOAL), name)
        assert value in (was, theirs.get(name, was), mine.get(name, was))


@given(wanted(SCALARS), wanted(SCALARS))
def test_whatever_does_not_stand_in_the_end_is_held_by_a_conflict(
    theirs: dict[str, FieldValue], mine: dict[str, FieldValue]
) -> None:
    seen, start = goal(), stream(goal())
    first, second = revision(seen, theirs, "event-1"), revision(seen, mine, "event-2")
    end = after(start, first, second)
    stands = end.get(Goal, GOAL)
    lost = {n for n, value in mine.items() if getattr(stands, n) != value}
    assert {(c.field, c.theirs, c.mine) for c in conflicts(end)} == {
        (name, getattr(stands, name), mine[name]) for name in lost
    }
    assert all(getattr(stands, n) == value for n, value in theirs.items() if n not in mine)


@given(texts, texts, texts)
def test_no_line_of_text_that_somebody_added_is_lost_without_a_conflict(
    was: str, theirs: str, mine: str
) -> None:
    seen = goal(outcome=was)
    end = after(stream(seen), written(seen, theirs, "event-1"), written(seen, mine, "event-2"))
    stands = end.get(Goal, GOAL).outcome.split("\n")
    kept = {*stands, *(line for c in conflicts(end) for line in str(c.mine).split("\n"))}
    new = {*theirs.split("\n"), *mine.split("\n")} - set(was.split("\n"))
    assert new <= kept


@given(wanted(SCALARS), wanted(SCALARS))
def test_the_same_revision_twice_changes_nothing(
    theirs: dict[str, FieldValue], mine: dict[str, FieldValue]
) -> None:
    seen, start = goal(), stream(goal())
    act = revision(seen, mine, "event-2")
    once = after(start, revision(seen, theirs, "event-1"), act)
    assert after(once, act) is once or status_of(once, after(once, act), act) is Status.NOOP


@given(tags, tags, tags)
def test_the_same_change_of_a_set_twice_changes_nothing(
    stands: tuple[str, ...], was: tuple[str, ...], now: tuple[str, ...]
) -> None:
    act = tagged(was, now)
    once = after(stream(case(tags=stands)), act)
    assert status_of(once, after(once, act), act) is Status.NOOP


@given(distinct, distinct, distinct)
def test_the_same_change_of_text_twice_changes_no_text(was: str, theirs: str, mine: str) -> None:
    # Where a line is repeated, nobody can say whether its copy is the change or was there before:
    # that an event counts once is for whoever keeps the events.
    seen = goal(outcome=was)
    act = written(seen, mine, "event-2")
    once = after(stream(seen), written(seen, theirs, "event-1"), act)
    assert after(once, act).get(Goal, GOAL) == once.get(Goal, GOAL)


@given(events())
def test_any_event_twice_changes_nothing_more_or_is_refused(act: Event) -> None:
    once, refusal = tried(Stream(id=act.stream), act)
    assume(refusal is None)
    twice, refusal = tried(once, act)
    assert refusal in {None, "exists", "signed", "closed_already", "accepted_already"}
    for record in once.changes.values():
        assert twice.find(type(record), record.id) == record


@given(wanted([*SCALARS, TEXT]))
def test_the_opposite_of_a_revision_undoes_it(now: dict[str, FieldValue]) -> None:
    seen = goal()
    assume(str(now.get("words", "x")).strip() or str(now.get(TEXT, "x")).strip())
    done = revision(seen, now)
    assert isinstance(done.body, GoalRevised)
    undo = event(GoalRevised(record=GOAL, changes=opposite(done.body.changes)), id="event-2")
    assert after(stream(seen), done, undo).get(Goal, GOAL) == seen


@given(tags, tags, tags)
def test_the_opposite_of_a_change_of_a_set_keeps_what_others_did_since(
    was: tuple[str, ...], mine: tuple[str, ...], theirs: tuple[str, ...]
) -> None:
    done = tagged(was, mine, "event-1")
    since = tagged(mine, tuple(sorted({*mine, *theirs})), "event-2")
    undo = tagged(mine, was, "event-3")
    end = after(stream(case(tags=was)), done, since, undo).get(Case, RecordId(CASE))
    assert set(end.tags) == set(was) | (set(theirs) - set(mine))


@given(wanted(SCALARS))
def test_an_edit_wins_over_a_voiding_in_either_order(now: dict[str, FieldValue]) -> None:
    seen = goal()
    assume(any(getattr(seen, name) != value for name, value in now.items()))
    edit = revision(seen, now, "event-1")
    void = event(
        GoalVoided(record=GOAL, reason="double", was=seen_fields(seen)), id=EventId("event-2")
    )
    for acts in ((edit, void), (void, edit)):
        end = after(stream(seen), *acts)
        assert end.get(Goal, GOAL) == replace(seen, **now)  # type: ignore[arg-type]  # values fit their fields
        assert [c.field for c in conflicts(end)] == ["void_reason"]
