"""Hypothesis strategies for every kind of record and event, derived from their type hints.

A new kind needs nothing here. Ids come from a small pool, so that events meet the same records.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from nurseapp.domain.apply import HANDLERS, RECORDS
from nurseapp.domain.events import Act, Event
from nurseapp.domain.form import Policy, Scoring
from nurseapp.domain.ids import EventId, RecordId, StreamId, UserId
from nurseapp.domain.member import Sex
from nurseapp.domain.revising import Change, Conflict, Revisable, Revision, Voiding
from nurseapp.domain.streams import Record, StreamKind
from tests.builders import stream_id
from tests.forms import audit_c, phq_9

POOL = ("a", "b", "c")


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text)


texts = st.text(st.characters(codec="utf-8"), max_size=8).map(_normal)
ids = st.sampled_from(POOL)
moments = st.datetimes(timezones=st.just(UTC))
policies = st.one_of(
    st.just(phq_9()),
    st.just(audit_c()),
    st.builds(
        Policy,
        scoring=st.sampled_from(Scoring),
        items=st.lists(ids, max_size=4).map(tuple),
        highest=st.integers(0, 4),
        bands=st.just(()),
        positive_at=st.dictionaries(st.sampled_from(Sex), st.integers(0, 9)),
        sources=st.just({}),
    ),
)
_SIMPLE: Mapping[Any, SearchStrategy[Any]] = {
    str: texts,
    int: st.integers(-1, 12) | st.integers(1 - 2**63, 2**63 - 1),
    bool: st.booleans(),
    date: st.dates(),
    datetime: moments,
    NoneType: st.none(),
    Policy: policies,
    Mapping[str, int]: st.one_of(
        st.dictionaries(st.sampled_from("123456789"), st.integers(-1, 4)),
        st.fixed_dictionaries(dict.fromkeys("123456789", st.integers(0, 3))),
    ),
}


def values(hint: Any) -> SearchStrategy[Any]:
    """Give values of one type."""
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if isinstance(hint, NewType):
        return ids
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return st.one_of([values(argument) for argument in arguments])
    if origin is tuple:
        return st.lists(values(arguments[0]), max_size=3).map(tuple)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    return _built(hint)


def _built(kind: Any) -> SearchStrategy[Any]:
    hints = get_type_hints(kind)
    return st.builds(kind, **{f.name: values(hints[f.name]) for f in fields(kind)})


def field_values(kind: type[Revisable], name: str) -> SearchStrategy[Any]:
    """Give values of one revisable field."""
    return values(get_type_hints(kind)[name])


@cache
def records(kind: type[Record]) -> SearchStrategy[Any]:
    """Give records of one kind."""
    return _conflicts() if kind is Conflict else values(kind)


@cache
def bodies(kind: type[Act]) -> SearchStrategy[Any]:
    """Give what events of one kind may say."""
    if issubclass(kind, Revision):
        names = kind.REVISES.RULES
        pairs = {
            name: st.builds(
                Change,
                was=field_values(kind.REVISES, name),
                now=field_values(kind.REVISES, name),
            )
            for name in names
        }
        settles = st.lists(ids, max_size=2).map(tuple)
        changed = st.fixed_dictionaries({}, optional=pairs)
        return st.builds(kind, record=ids, changes=changed, settles=settles)
    if issubclass(kind, Voiding):
        seen = {name: field_values(kind.VOIDS, name) for name in kind.VOIDS.RULES}
        was = st.fixed_dictionaries({}, optional=seen)
        return st.builds(kind, record=ids, reason=texts, was=was)
    return values(kind)


def events_of(kind: type[Act]) -> SearchStrategy[Event]:
    """Give events of one kind."""
    return st.builds(
        Event,
        id=st.uuids().map(lambda u: EventId(str(u))),
        stream=st.just(StreamId(stream_id(kind.STREAM))),
        at=moments,
        author=ids.map(UserId),
        body=bodies(kind),
        act=st.none() | texts,
        undoes=st.none() | ids.map(EventId),
    )


def events(kind: StreamKind | None = None) -> SearchStrategy[Event]:
    """Give events of any kind, or of any that one compartment takes."""
    kinds = [k for k in HANDLERS if kind in (None, k.STREAM)]
    return st.one_of([events_of(k) for k in kinds])


def _conflicts() -> SearchStrategy[Conflict]:
    revisable: list[Any] = [kind for kind in RECORDS if hasattr(kind, "RULES")]
    return st.one_of(
        [
            st.builds(
                Conflict,
                id=ids.map(RecordId),
                record=ids.map(RecordId),
                of_kind=st.just(kind.KIND),
                field=st.just(name),
                was=field_values(kind, name),
                theirs=field_values(kind, name),
                mine=field_values(kind, name),
                by=ids.map(UserId),
                at=moments,
                event=ids.map(EventId),
                closed_by=st.none() | ids.map(EventId),
            )
            for kind in revisable
            for name in kind.RULES
        ]
    )
