"""What merging promises for every kind of record that may be revised, field by field of its table.

Two people revise one record; one of them may have looked at it long ago. A new kind, or a new
field, needs nothing here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from nurseapp.domain.apply import HANDLERS, Status, apply, status_of
from nurseapp.domain.contact import ContactLogged
from nurseapp.domain.events import Event
from nurseapp.domain.handout import HandoutWasGiven
from nurseapp.domain.ids import EventId, RecordId
from nurseapp.domain.member import ConsentRecorded
from nurseapp.domain.note import NoteWritten
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.revising import Change, Conflict, FieldValue, Revisable, Revision, Rule
from nurseapp.domain.streams import Stream
from tests.builders import event
from tests.domain.strategies import events_of, field_values, records

REVISIONS = [kind for kind in HANDLERS if issubclass(kind, Revision)]
ADDITIONS = (NoteWritten, ContactLogged, HandoutWasGiven, ConsentRecorded)
RECORD = RecordId("a")

Wanted = Mapping[str, FieldValue]
Pair = tuple[Stream, Event, Event]


@st.composite
def revised_twice(draw: st.DrawFn, *, disjoint: bool = False) -> Pair:
    """Give a record and two revisions of it, each by somebody who saw it or something older."""
    kind = draw(st.sampled_from(REVISIONS))
    record = replace(draw(records(kind.REVISES)), id=RECORD)
    names = draw(st.permutations(sorted(kind.REVISES.RULES)))
    cut = draw(st.integers(0, len(names))) if disjoint else None
    first = _revision(draw, kind, record, names[:cut], "event-1")
    second = _revision(draw, kind, record, names[cut or 0 :], "event-2")
    return Stream(id=first.stream, base={RECORD: record}), first, second


def _revision(
    draw: st.DrawFn, kind: type[Revision], record: Revisable, names: list[str], name: str
) -> Event:
    changes = {}
    for field in names[: draw(st.integers(0, 3))]:
        was = getattr(record, field) if draw(st.booleans()) else draw(_values(kind.REVISES, field))
        changes[field] = Change(was=was, now=draw(_values(kind.REVISES, field)))
    return event(kind(record=RECORD, changes=changes), id=EventId(name))


@cache
def _values(kind: type[Revisable], field: str) -> st.SearchStrategy[Any]:
    return field_values(kind, field)


added = st.one_of([events_of(kind) for kind in ADDITIONS])


@st.composite
def added_twice(draw: st.DrawFn) -> Pair:
    """Give two acts that each add a record of its own."""
    first, second = draw(added), draw(added)
    return Stream(id=first.stream), first, second


def after(stream: Stream, *acts: Event) -> Stream | None:
    """Apply acts; None where one of them is refused."""
    try:
        for act in acts:
            stream = apply(stream, act)
    except DomainError:
        return None
    return stream


def both_orders(pair: Pair) -> tuple[Stream, Stream]:
    """Give what comes of two acts one way round and the other, where neither is refused."""
    stream, first, second = pair
    there, back = after(stream, first, second), after(stream, second, first)
    assume(there is not None and back is not None)
    assert there is not None
    assert back is not None
    return there, back


def record_of(stream: Stream) -> Any:
    return stream.changes.get(RECORD) or stream.base[RECORD]


def changes_of(event: Event) -> Mapping[str, Change]:
    assert isinstance(event.body, Revision)
    return event.body.changes


@given(revised_twice(disjoint=True))
def test_revisions_of_different_fields_commute(pair: Pair) -> None:
    touches_voiding = any("void_reason" in changes_of(event) for event in pair[1:])
    is_void = getattr(record_of(pair[0]), "void_reason", None) is not None
    assume(not touches_voiding and not is_void)
    there, back = both_orders(pair)
    assert record_of(there) == record_of(back)
    assert {c.id: c for c in there.of(Conflict)} == {c.id: c for c in back.of(Conflict)}


@given(revised_twice())
def test_sets_commute_whoever_comes_first(pair: Pair) -> None:
    there, back = both_orders(pair)
    for field, rule in record_of(there).RULES.items():
        if rule is Rule.SET:
            assert getattr(record_of(there), field) == getattr(record_of(back), field)


@given(added_twice())
def test_what_is_only_added_commutes(pair: Pair) -> None:
    there, back = both_orders(pair)
    assert there.changes == back.changes


@given(revised_twice())
def test_no_value_is_invented(pair: Pair) -> None:
    stream, *acts = pair
    end = after(stream, *acts)
    assume(end is not None)
    assert end is not None
    before, stands = record_of(stream), record_of(end)
    for field, rule in stands.RULES.items():
        said = [changes_of(act)[field].now for act in acts if field in changes_of(act)]
        whole = [getattr(before, field), *said]
        value = getattr(stands, field)
        if rule is Rule.SET:
            assert set(value) <= {
                element for one in whole if isinstance(one, tuple) for element in one
            }
        elif rule is Rule.TEXT:
            lines = {line for one in whole for line in str(one or "").split("\n")}
            assert set(str(value or "").split("\n")) <= lines
        elif rule is Rule.VOID:
            assert value in (None, getattr(before, field))
        else:
            assert value in whole


@given(revised_twice())
def test_nothing_unseen_is_overwritten_and_nothing_wanted_is_lost(pair: Pair) -> None:
    stream, _, act = pair
    before = record_of(stream)
    end = after(stream, act)
    assume(end is not None)
    assert end is not None
    disputed = {conflict.field: conflict for conflict in end.of(Conflict)}
    for field, change in changes_of(act).items():
        rule, stood = before.RULES[field], getattr(before, field)
        stands = getattr(record_of(end), field)
        if rule is Rule.IDENTITY:
            assert stands == stood
        if rule in (Rule.SCALAR, Rule.IDENTITY) and stood not in (change.was, change.now):
            assert stands == stood
        if rule is not Rule.SET and rule is not Rule.TEXT and stands != change.now:
            assert (disputed[field].theirs, disputed[field].mine) == (stood, change.now)


@given(revised_twice())
def test_a_revision_twice_changes_nothing_more(pair: Pair) -> None:
    stream, first, second = pair
    once = after(stream, first, second)
    assume(once is not None)
    assert once is not None
    texts = [f for f, rule in record_of(once).RULES.items() if rule is Rule.TEXT]
    assume(not any(field in changes_of(second) for field in texts))
    twice = after(once, second)
    assert twice is not None
    assert status_of(once, twice, second) is Status.NOOP
