"""Conflicts: two values that cannot both stand, shown side by side and settled by a person."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from nurseapp.desktop.services.authorship import Author
from nurseapp.desktop.services.names import names_of
from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.domain.apply import HANDLERS
from nurseapp.domain.caseload import CaseRow
from nurseapp.domain.ids import CaseId, RecordId
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.revising import Change, Conflict, Revision
from nurseapp.domain.streams import Stream


class Side(StrEnum):
    """Which value shall stand."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenConflict:
    """A conflict with the case that it is in, and who wanted the later value."""

    row: CaseRow
    conflict: Conflict
    by_name: str


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Lists and settles; runs on the store's thread."""

    store: CaseStore
    author: Author

    def open(self) -> tuple[OpenConflict, ...]:
        """List the open conflicts of the reader's cases, oldest first."""
        names = names_of(self.store)
        found = [
            OpenConflict(row=row, conflict=conflict, by_name=names.get(conflict.by, conflict.by))
            for row in self.store.rows()
            if row.conflicts
            for stream in self.store.open(row.case).values()
            for conflict in stream.of(Conflict)
            if conflict.closed_by is None
        ]
        return tuple(sorted(found, key=lambda c: (c.conflict.at, c.conflict.id)))

    def settle(self, case: CaseId, conflict_id: RecordId, side: Side) -> None:
        """Let one value stand, by a revision that names the conflict."""
        stream, conflict = self._find(case, conflict_id)
        kind = _revision_of(conflict.of_kind)
        current = getattr(stream.get(kind.REVISES, conflict.record), conflict.field)
        wanted = conflict.mine if side is Side.MINE else current
        body = kind(
            record=conflict.record,
            changes={conflict.field: Change(was=current, now=wanted)},
            settles=(conflict.id,),
        )
        self.store.append([self.author.event(case, body)])

    def _find(self, case: CaseId, conflict_id: RecordId) -> tuple[Stream, Conflict]:
        for stream in self.store.open(case).values():
            conflict = stream.find(Conflict, conflict_id)
            if conflict is not None:
                return stream, conflict
        raise DomainError("no_such_conflict", record=conflict_id)


def _revision_of(kind: str) -> type[Revision]:
    for event in HANDLERS:
        if issubclass(event, Revision) and kind == event.REVISES.KIND:
            return event
    raise DomainError("no_such_record", kind=kind)
