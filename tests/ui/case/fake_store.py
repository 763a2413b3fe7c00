"""A case store in memory: what the services need of one, events applied by the domain itself.

It makes the tests of the rooms quick; storage has its own, over the real encrypted file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from nurseapp.desktop.storage.deed_store import KeptDeed
from nurseapp.desktop.storage.views import HeldCase
from nurseapp.domain.apply import apply
from nurseapp.domain.caseload import CaseRow, case_row
from nurseapp.domain.events import Event
from nurseapp.domain.ids import CaseId, StreamId
from nurseapp.domain.member import Member
from nurseapp.domain.streams import (
    CASE_KINDS,
    ORG_STREAM,
    Record,
    Stream,
    StreamKind,
    case_of,
    kind_of,
    stream_of,
)


class FakeStore:
    """Hold cases.

    Attributes:
        appended: every event that was taken down, in order.
        mode: of every stream, `write` or `read`.
        error: raised by the next append, for a disk that is full.
    """

    def __init__(self) -> None:
        self.appended: list[Event] = []
        self.mode = "write"
        self.error: Exception | None = None
        self._streams: dict[StreamId, Stream] = {}

    def hold(self, case: CaseId, records: Mapping[StreamKind, Sequence[Record]]) -> None:
        """Hold a case with these records."""
        for kind in CASE_KINDS:
            name = stream_of(case, kind)
            base = {record.id: record for record in records.get(kind, ())}
            self._streams[name] = Stream(id=name, head=4, base=base)

    def hold_organisation(self, records: Sequence[Record]) -> None:
        """Hold the organisation's reference data."""
        base = {record.id: record for record in records}
        self._streams[ORG_STREAM] = Stream(id=ORG_STREAM, base=base)

    def let_go(self, case: CaseId) -> None:
        """Hold a case no longer."""
        self._streams = {n: s for n, s in self._streams.items() if case_of(n) != case}

    def change_member(self, **values: object) -> None:
        """Change what another system says of every member held here."""
        for name, stream in self._streams.items():
            for member in list(stream.of(Member)):
                changed: Member = replace(member, **values)  # type: ignore[arg-type]  # fields of a member
                self._streams[name] = stream.put(changed)

    def take(self, event: Event) -> None:
        """Take an event from elsewhere, as a sync brings it."""
        self._streams[event.stream] = apply(self._streams[event.stream], event)

    def rows(self) -> list[CaseRow]:
        """Give one row for each case."""
        cases = {case_of(name) for name in self._streams if name != ORG_STREAM}
        rows = (self.row(case) for case in sorted(cases))
        return [row for row in rows if row is not None]

    def row(self, case: CaseId) -> CaseRow | None:
        """Give the row of a case."""
        return case_row(self.open(case))

    def open(self, case: CaseId) -> Mapping[StreamKind, Stream]:
        """Give the streams of a case."""
        return {kind_of(n): s for n, s in self._streams.items() if case_of(n) == case}

    def organisation(self) -> Stream:
        """Give the organisation's reference data."""
        return self._streams.get(ORG_STREAM, Stream(id=ORG_STREAM))

    def append(self, events: Sequence[Event]) -> None:
        """Take down one act, its events together or not at all."""
        if self.error is not None:
            error, self.error = self.error, None
            raise error
        after = dict(self._streams)
        for event in events:
            after[event.stream] = apply(after[event.stream], event)
        self._streams = after
        self.appended += events

    def held(self, case: CaseId) -> HeldCase:
        """Give all of a case: all that was done here waits, every stream is in the one mode."""
        streams = self.open(case)
        return HeldCase(
            streams=streams,
            modes=dict.fromkeys(streams, self.mode),
            waiting=sum(case_of(event.stream) == case for event in self.appended),
            organisation=self.organisation(),
        )


class FakeDeedStore:
    """Keep deeds in memory.

    Attributes:
        kept: every one, in order.
        error: raised by the next one, for a disk that is full.
    """

    def __init__(self) -> None:
        self.kept: list[KeptDeed] = []
        self.error: Exception | None = None

    def note(self, deeds: Sequence[KeptDeed]) -> None:
        """Keep deeds."""
        if self.error is not None:
            error, self.error = self.error, None
            raise error
        self.kept += deeds

    def told(self) -> list[tuple[str, str, str]]:
        """List what was done with which stream."""
        return [(deed.action, deed.stream, deed.detail) for deed in self.kept]


class FakeDrafts:
    """Keep drafts in memory.

    Attributes:
        is_here: the case that they belong to has come.
    """

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.is_here = True

    def keep(self, key: str, text: str) -> None:
        """Keep a text under a key."""
        self.kept[key] = text

    def take(self, key: str) -> str | None:
        """Give the text under a key."""
        return self.kept.get(key)

    def drop(self, key: str) -> None:
        """Forget the text under a key."""
        self.kept.pop(key, None)

    def keep_place(self, case: str, text: str, *, is_unsaved: bool) -> None:
        """Keep where somebody is."""
        self.kept.pop("place", None)
        if case:
            self.kept["place"] = text

    def place_here(self) -> str | None:
        """Give where somebody was, where the case is here."""
        return self.kept.get("place") if self.is_here else None

    def forget_gone(self) -> None:
        """Forget all where the case is not here."""
        if not self.is_here:
            self.kept.clear()
