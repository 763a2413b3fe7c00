"""A stream: one compartment of one case, the unit of order, of access and of repair.

``apply`` reads and writes one stream. Both ends build a :class:`Stream` over whatever holds
their records (a mirror, a table), decode a record when it is first asked for, and take from the
result the records that changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Protocol, TypeVar, cast

from nurseapp.domain.ids import CaseId, RecordId, StreamId
from nurseapp.domain.refusal import DomainError


class StreamKind(StrEnum):
    """The compartments that exist; ``org`` is the organisation's reference data."""

    CARE = "care"
    BEHAVIOURAL = "behavioural"
    COVERAGE = "coverage"
    OPINION = "opinion"
    SCHEDULE = "schedule"
    ORG = "org"


_KINDS = {kind.value: kind for kind in StreamKind}
CASE_KINDS = (StreamKind.CARE, StreamKind.BEHAVIOURAL, StreamKind.SCHEDULE)
"""What every case begins with."""
LATER_KINDS = (StreamKind.COVERAGE, StreamKind.OPINION)
"""What a case has once somebody sends something that belongs there."""
ORG_STREAM = StreamId("organisation.org")


def stream_of(case: CaseId, kind: StreamKind) -> StreamId:
    """Name the stream that holds one compartment of a case."""
    return StreamId(f"{case}.{kind.value}")


def case_of(stream: StreamId) -> CaseId:
    """Name the case that a stream belongs to."""
    return CaseId(stream.rpartition(".")[0])


def kind_of(stream: StreamId) -> StreamKind:
    """Say which compartment a stream is; refuse ``unknown_stream`` for a name of no known form."""
    try:
        return _KINDS[stream.rpartition(".")[2]]
    except KeyError:
        raise DomainError("unknown_stream", stream=stream) from None


class Record(Protocol):
    """Anything that a stream holds: a frozen value with an id and a kind."""

    KIND: ClassVar[str]

    @property
    def id(self) -> RecordId:
        """The record's id, unique within its stream."""


R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """A stream's records as one value.

    Attributes:
        head: the revision of the stream that ``base`` shows.
        base: records by id, possibly decoded on first use; never written to.
        changes: the records put since, by id; they hide those of ``base``.
    """

    id: StreamId
    head: int = 0
    base: Mapping[RecordId, Record] = field(default_factory=dict)
    changes: Mapping[RecordId, Record] = field(default_factory=dict)

    @property
    def kind(self) -> StreamKind:
        """Which compartment this is."""
        return kind_of(self.id)

    def find(self, kind: type[R], record_id: RecordId) -> R | None:
        """Give the record of this kind and id, or None."""
        found = self._current(record_id)
        return found if isinstance(found, kind) else None

    def get(self, kind: type[R], record_id: RecordId) -> R:
        """Give the record of this kind and id; refuse ``no_such_record`` where there is none."""
        found = self.find(kind, record_id)
        if found is None:
            raise DomainError("no_such_record", kind=kind.KIND, record=record_id)
        return found

    def holds(self, record_id: RecordId) -> bool:
        """Tell whether any record has this id."""
        return record_id in self.changes or record_id in self.base

    def of(self, kind: type[R]) -> Iterator[R]:
        """Give all records of one kind, those of the base first, each once."""
        return (record for record in self.all() if isinstance(record, kind))

    def all(self) -> Iterable[Record]:
        """Give all records, those of the base first, each once."""
        if not self.changes:
            return self.base.values()
        return (dict(self.base.items()) | dict(self.changes)).values()

    def put(self, record: Record) -> Stream:
        """Give this stream with one record added or replaced.

        Raises:
            DomainError: ``exists`` where the id belongs to a record of another kind.
        """
        current = self._current(record.id)
        if current is not None and current.KIND != record.KIND:
            raise DomainError("exists", kind=current.KIND, record=record.id)
        changes = {**self.changes, record.id: record}
        return Stream(id=self.id, head=self.head, base=self.base, changes=changes)

    def add(self, record: Record) -> Stream:
        """Give this stream with a new record; refuse ``exists`` when its id is taken."""
        if self.holds(record.id):
            raise DomainError("exists", kind=record.KIND, record=record.id)
        return self.put(record)

    def _current(self, record_id: RecordId) -> Record | None:
        return self.changes.get(record_id) or self.base.get(record_id)


class ByKind:
    """A stream's records sorted by kind once, for who asks for one kind after the other."""

    def __init__(self, stream: Stream) -> None:
        found: defaultdict[type[Record], list[Record]] = defaultdict(list)
        for record in stream.all():
            found[type(record)].append(record)
        self._found = found

    def of(self, kind: type[R]) -> list[R]:
        """Give all records of one kind, in the stream's order."""
        return cast("list[R]", self._found.get(kind, []))


def changed_records(before: Stream, after: Stream) -> list[Record]:
    """List the records that an act changed, by identity: frozen values share what did not."""
    return [
        record
        for record_id, record in after.changes.items()
        if before.changes.get(record_id) is not record
    ]
