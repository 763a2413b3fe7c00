"""How a revision meets what others changed meanwhile.

A revising event carries, for each field, what its author *was* looking at and what they want
*now*. Each noun says by ``RULES`` how each of its fields merges; this module does it, and opens
a :class:`Conflict` where two people cannot both be right. No winner is ever silent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Protocol, TypeVar

from nurseapp.domain.events import Event
from nurseapp.domain.ids import EventId, RecordId, UserId, derived_id
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.streams import Record, Stream, StreamKind
from nurseapp.domain.text_merge import merged_text

FieldValue = str | int | date | tuple[str, ...] | None


class Rule(StrEnum):
    """How a field merges: as one value, by lines, by elements, or only by a supervisor.

    ``void`` is for ``void_reason``: a revision may take it back, only a voiding may set it.
    """

    SCALAR = "scalar"
    TEXT = "text"
    SET = "set"
    IDENTITY = "identity"
    VOID = "void"


class Revisable(Record, Protocol):
    """A record whose fields may be revised.

    Attributes:
        RULES: the fields that may be, each with how it merges.
    """

    RULES: ClassVar[Mapping[str, Rule]]

    def check(self) -> None:
        """Refuse ``bad_value`` for a value that the noun does not allow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What the author was looking at, and what they want now."""

    was: FieldValue
    now: FieldValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What every revising event says; each noun names its own.

    Attributes:
        changes: by field name; only fields that the noun's RULES name.
        settles: conflicts that the author saw and decided with this revision; then it changes
            their fields and no other.
    """

    STREAM: ClassVar[StreamKind]
    REVISES: ClassVar[type[Revisable]]

    record: RecordId
    changes: Mapping[str, Change]
    settles: tuple[RecordId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Voiding:
    """What every event says that marks a record as entered in error.

    Attributes:
        was: the fields that the author was looking at; an edit that they had not seen wins.
    """

    STREAM: ClassVar[StreamKind]
    VOIDS: ClassVar[type[Revisable]]

    record: RecordId
    reason: str
    was: Mapping[str, FieldValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two values for one field that cannot both stand; closed by a revision that names it.

    Attributes:
        of_kind: the kind of the record that it is about.
        was: what the later author had seen; ``theirs`` what they met, ``mine`` what they wanted.
            What they met stands, but for an edit that met a voiding: then the edit does.
        event: the event that opened it.
    """

    KIND: ClassVar[str] = "conflict"

    id: RecordId
    record: RecordId
    of_kind: str
    field: str
    was: FieldValue
    theirs: FieldValue
    mine: FieldValue
    by: UserId
    at: datetime
    event: EventId
    closed_by: EventId | None = None


VOID_FIELD = "void_reason"
R = TypeVar("R", bound=Revisable)


def revised(stream: Stream, event: Event, body: Revision) -> Stream:
    """Apply a revision; an edit that meets a record entered in error brings it back.

    Raises:
        DomainError: ``no_such_record``, ``unknown_field``, ``bad_value``, and
            ``no_such_conflict`` where it settles what it does not decide, ``settled_already`` where
            another event has settled that.
    """
    record = stream.get(body.REVISES, body.record)
    _check_settles(stream, event, body)
    values: dict[str, FieldValue] = {}
    for name, change in body.changes.items():
        if name not in record.RULES:
            raise DomainError("unknown_field", kind=record.KIND, field=name)
        current: FieldValue = getattr(record, name)
        rule = Rule.SCALAR if body.settles else record.RULES[name]
        merged = _merged(rule, current, change)
        if isinstance(merged, _Conflicting):
            stream = _disputed(stream, event, record, name, change)
        elif merged != current:
            values[name] = merged
    is_void = getattr(record, VOID_FIELD, None) is not None
    if values and is_void and VOID_FIELD not in body.changes:
        values[VOID_FIELD] = None
        stream = _disputed(stream, event, record, VOID_FIELD, Change(was=None, now=None))
    if values:
        record = _with(record, values)
        record.check()
        stream = stream.put(record)
    return _settled(stream, body.settles, event)


def voided(stream: Stream, event: Event, body: Voiding) -> Stream:
    """Mark a record as entered in error, unless it was edited since: then the edit wins.

    The wish to void is then kept as a conflict over ``void_reason``.
    """
    record = stream.get(body.VOIDS, body.record)
    if getattr(record, VOID_FIELD) is not None:
        return stream
    if any(getattr(record, name) != seen for name, seen in body.was.items()):
        return _disputed(stream, event, record, VOID_FIELD, Change(was=None, now=body.reason))
    return stream.put(_with(record, {VOID_FIELD: body.reason}))


def opposite(revision: Mapping[str, Change]) -> Mapping[str, Change]:
    """Give the changes that take these back."""
    return {name: Change(was=c.now, now=c.was) for name, c in revision.items()}


def seen_fields(record: Revisable) -> Mapping[str, FieldValue]:
    """Give what somebody who looks at this record sees of its revisable fields."""
    return {name: getattr(record, name) for name in record.RULES}


def _with(record: R, values: Mapping[str, FieldValue]) -> R:
    """Give a record with other values; the codec has checked their types."""
    return replace(record, **values)  # type: ignore[type-var]  # every record is a dataclass


class _Conflicting:
    """Stands for «no merge»."""


_CONFLICT = _Conflicting()


def _merged(rule: Rule, current: FieldValue, change: Change) -> FieldValue | _Conflicting:
    if current == change.now:
        return current
    if rule is Rule.IDENTITY or (rule is Rule.VOID and change.now is not None):
        return _CONFLICT
    if rule is Rule.SET:
        return _merged_set(current, change)
    if current == change.was:
        return change.now
    if rule is Rule.TEXT:
        text = merged_text(str(change.was or ""), str(current or ""), str(change.now or ""))
        return _CONFLICT if text is None else text
    return _CONFLICT


def _merged_set(current: FieldValue, change: Change) -> FieldValue:
    have, was, now = (
        set(v) if isinstance(v, tuple) else set() for v in (current, change.was, change.now)
    )
    merged = (have | (now - was)) - (was - now)
    return current if merged == have else tuple(sorted(merged))


def _disputed(stream: Stream, event: Event, record: Record, name: str, change: Change) -> Stream:
    """Open a conflict, once: the same event again must not reopen one that was settled."""
    conflict = Conflict(
        id=derived_id("conflict", event.id, name),
        record=record.id,
        of_kind=record.KIND,
        field=name,
        was=change.was,
        theirs=getattr(record, name),
        mine=change.now,
        by=event.author,
        at=event.at,
        event=event.id,
    )
    return stream if stream.holds(conflict.id) else stream.put(conflict)


def _check_settles(stream: Stream, event: Event, body: Revision) -> None:
    """Refuse to settle what is not decided here: who may settle a field is who may change it.

    What somebody else has settled is not decided a second time: whoever does not agree revises
    what stands now, which they then have seen.
    """
    fields = set()
    for conflict_id in body.settles:
        conflict = stream.find(Conflict, conflict_id)
        if conflict is None or conflict.record != body.record:
            raise DomainError("no_such_conflict", record=conflict_id)
        if conflict.closed_by not in (None, event.id):
            raise DomainError("settled_already", record=conflict_id)
        fields.add(conflict.field)
    if body.settles and fields != body.changes.keys():
        raise DomainError("no_such_conflict", record=body.record)


def _settled(stream: Stream, conflicts: tuple[RecordId, ...], event: Event) -> Stream:
    for conflict_id in conflicts:
        conflict = stream.get(Conflict, conflict_id)
        if conflict.closed_by is None:
            stream = stream.put(replace(conflict, closed_by=event.id))
    return stream
