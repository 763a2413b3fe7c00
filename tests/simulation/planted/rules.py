"""Bugs of the rules that both ends run."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from dataclasses import replace
from itertools import count
from typing import cast

import pytest

from nurseapp.domain import apply, note, revising, safety, screening
from nurseapp.domain.events import Event
from nurseapp.domain.goal import GoalRevised
from nurseapp.domain.ids import RecordId, derived_id
from nurseapp.domain.note import NoteMarkedAsError
from nurseapp.domain.revising import Change, FieldValue, Revision, Rule, Voiding
from nurseapp.domain.streams import Stream
from tests.simulation.planted.plant import plants_of

_HANDLERS = cast("MutableMapping[type, Callable[..., Stream]]", apply.HANDLERS)


def the_delete_wins(patch: pytest.MonkeyPatch) -> None:
    """A record is voided over an edit that nobody had seen."""

    def voided(stream: Stream, event: Event, body: Voiding) -> Stream:
        return revising.voided(stream, event, replace(body, was={}))

    for kind in [kind for kind in _HANDLERS if issubclass(kind, Voiding)]:
        patch.setitem(_HANDLERS, kind, voided)


def the_last_writer_wins(patch: pytest.MonkeyPatch) -> None:
    """Whatever a revision wants is set."""
    patch.setattr(revising, "_merged", lambda _rule, _current, change: change.now)


def the_first_writer_wins_silently(patch: pytest.MonkeyPatch) -> None:
    """What meets another value is dropped, and no conflict is opened."""
    patch.setattr(revising, "_disputed", lambda stream, *_about: stream)


def a_name_is_changed_by_anybody(patch: pytest.MonkeyPatch) -> None:
    """A name, a birth date or a number is set like any other field."""
    right = revising._merged

    def merged(rule: Rule, current: FieldValue, change: Change) -> object:
        return right(Rule.SCALAR if rule is Rule.IDENTITY else rule, current, change)

    patch.setattr(revising, "_merged", merged)


def texts_are_replaced(patch: pytest.MonkeyPatch) -> None:
    """A text takes the place of another whose lines nobody had seen."""
    patch.setattr(revising, "merged_text", lambda _was, _current, now: now)


def sets_are_replaced(patch: pytest.MonkeyPatch) -> None:
    """A set takes the place of another with elements that nobody had seen."""
    patch.setattr(revising, "_merged_set", lambda _current, change: change.now)


def conflicts_have_chance_names(patch: pytest.MonkeyPatch) -> None:
    """Each end, and each try, names a conflict otherwise."""
    numbers = count()
    patch.setattr(revising, "derived_id", lambda *_parts: _chance_id(next(numbers)))


def concerns_have_chance_names(patch: pytest.MonkeyPatch) -> None:
    """Each end, and each try, names a safety concern otherwise."""
    numbers = count()
    patch.setattr(safety, "concern_id", lambda _screening: _chance_id(next(numbers)))


def what_is_signed_can_change(patch: pytest.MonkeyPatch) -> None:
    """A signed screening takes answers like a draft."""
    patch.setattr(screening, "_own_draft", lambda _screening, _event: None)


def an_error_erases_the_note(patch: pytest.MonkeyPatch) -> None:
    """A note that is marked as an error loses its text."""

    def marked(stream: Stream, event: Event, body: NoteMarkedAsError) -> Stream:
        after = note.marked_as_error(stream, event, body)
        return after.put(replace(after.get(note.Note, body.note), text=""))

    patch.setitem(_HANDLERS, NoteMarkedAsError, marked)


def clocks_decide(patch: pytest.MonkeyPatch) -> None:
    """A revision by somebody whose clock is behind is taken for an old one."""

    def revised(stream: Stream, event: Event, body: Revision) -> Stream:
        is_old = any(other.at > event.at for other in stream.of(revising.Conflict))
        return stream if is_old else revising.revised(stream, event, body)

    patch.setitem(_HANDLERS, GoalRevised, revised)


def _chance_id(number: int) -> RecordId:
    return derived_id("chance", str(number))


PLANTS = plants_of(
    the_delete_wins,
    the_last_writer_wins,
    the_first_writer_wins_silently,
    a_name_is_changed_by_anybody,
    texts_are_replaced,
    sets_are_replaced,
    conflicts_have_chance_names,
    concerns_have_chance_names,
    what_is_signed_can_change,
    an_error_erases_the_note,
    clocks_decide,
)
