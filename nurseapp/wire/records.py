"""The codec of records: frozen values to canonical JSON bodies and back.

Unknown kinds and unknown members survive: a body is kept raw where it is not understood, and
members that this version does not know are carried over when a record is written anew.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, Set, ValuesView
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import ClassVar

import msgspec

from nurseapp.domain.apply import RECORDS
from nurseapp.domain.ids import EventId, RecordId, UserId
from nurseapp.domain.revising import Conflict
from nurseapp.domain.streams import Record
from nurseapp.wire.canonical import WireError, canonical
from nurseapp.wire.reading import read, read_field

SCHEMA = 1

_kinds: Mapping[str, type[Record]] = {kind.KIND: kind for kind in RECORDS}
_decoders: Mapping[str, msgspec.json.Decoder[Record]] = {
    name: msgspec.json.Decoder(kind) for name, kind in _kinds.items() if kind is not Conflict
}


_members = msgspec.json.Decoder(dict[str, msgspec.Raw])


class _Conflict(msgspec.Struct, frozen=True):
    """A conflict whose values are of the type that the field in conflict has."""

    id: RecordId
    record: RecordId
    of_kind: str
    field: str
    was: msgspec.Raw
    theirs: msgspec.Raw
    mine: msgspec.Raw
    by: UserId
    at: datetime
    event: EventId
    closed_by: EventId | None = None


_conflicts = msgspec.json.Decoder(_Conflict)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadRecord:
    """A record that this version cannot read: of a newer kind, or with a newer value."""

    KIND: ClassVar[str] = "unread"

    id: RecordId
    kind: str
    body: bytes


def encode_record(record: Record, onto: bytes | None = None) -> bytes:
    """Encode a record, carrying over the members of ``onto`` that this version does not know."""
    body = canonical(record)
    if onto is None:
        return body
    if _members.decode(onto).keys() <= _known_members(type(record)):
        return body
    old: dict[str, object] = msgspec.json.decode(onto)
    new: dict[str, object] = msgspec.json.decode(body)
    return canonical({**old, **new})


@cache
def _known_members(kind: type[Record]) -> Set[str]:
    return {field.name for field in fields(kind)}  # type: ignore[arg-type]  # every record is one


def decode_record(record_id: RecordId, kind: str, body: bytes) -> Record:
    """Decode a body; what cannot be read becomes an :class:`UnreadRecord`, never an error."""
    try:
        if kind == Conflict.KIND:
            return _decode_conflict(body)
        if kind in _decoders:
            return read(_decoders[kind], body, kind)
    except WireError:
        pass
    return UnreadRecord(id=record_id, kind=kind, body=body)


def _decode_conflict(body: bytes) -> Conflict:
    message = read(_conflicts, body, Conflict.KIND)
    of_kind = _kinds.get(message.of_kind)
    if of_kind is None:
        raise WireError("of_kind: unknown record")
    return Conflict(
        id=message.id,
        record=message.record,
        of_kind=message.of_kind,
        field=message.field,
        was=read_field(of_kind, message.field, message.was),
        theirs=read_field(of_kind, message.field, message.theirs),
        mine=read_field(of_kind, message.field, message.mine),
        by=message.by,
        at=message.at,
        event=message.event,
        closed_by=message.closed_by,
    )


class LazyRecords(Mapping[RecordId, Record]):
    """Records by id, each decoded when it is first asked for.

    Args:
        raw: record id to its kind and body.
    """

    def __init__(self, raw: Mapping[RecordId, tuple[str, bytes]]) -> None:
        self._raw = raw
        self._decoded: dict[RecordId, Record] = {}
        self._is_whole = False

    def __getitem__(self, record_id: RecordId) -> Record:
        """Decode and remember."""
        found = self._decoded.get(record_id)
        if found is None:
            found = decode_record(record_id, *self._raw[record_id])
            self._decoded[record_id] = found
        return found

    def values(self) -> ValuesView[Record]:
        """Decode all that is not, and give them; who looks through them looks often."""
        return self._whole().values()

    def items(self) -> ItemsView[RecordId, Record]:
        """Decode all that is not, and give them with their ids."""
        return self._whole().items()

    def __iter__(self) -> Iterator[RecordId]:
        """Give the ids."""
        return iter(self._raw)

    def __len__(self) -> int:
        """Count the records."""
        return len(self._raw)

    def __contains__(self, record_id: object) -> bool:
        """Tell without decoding."""
        return record_id in self._raw

    def _whole(self) -> dict[RecordId, Record]:
        """Give all, in the order of what they were made of."""
        if not self._is_whole:
            self._decoded = {record_id: self[record_id] for record_id in self._raw}
            self._is_whole = True
        return self._decoded
