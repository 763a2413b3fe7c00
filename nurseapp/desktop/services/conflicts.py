"""Conflicts: two values that cannot both stand, shown side by side and settled by a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from nurseapp.desktop.services.authorship import Author
from nurseapp.desktop.services.names import names_of
from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.domain.apply import HANDLERS
from nurseapp.domain.appointment import Appointment
from nurseapp.domain.barrier import Barrier
from nurseapp.domain.caseload import CaseRow
from nurseapp.domain.goal import Goal
from nurseapp.domain.ids import UserId
from nurseapp.domain.intervention import Intervention
from nurseapp.domain.problem import Problem
from nurseapp.domain.revising import (
    Change,
    Conflict,
    FieldValue,
    Revisable,
    Revision,
    Rule,
)
from nurseapp.domain.streams import Stream

UNSETTLED_TOO_LONG = timedelta(hours=24)
"""From which age a conflict is for the supervisor to see to."""

_REVISIONS: Mapping[str, type[Revision]] = {
    event.REVISES.KIND: event for event in HANDLERS if issubclass(event, Revision)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenConflict:
    """A conflict as it is shown to somebody who may settle it.

    Attributes:
        kind: of the record that it is about; ``title`` tells the record from others of its
            kind, empty where a case has one alone.
        stands: the value that stands now. It may have moved on since the conflict opened.
        by_name: who wanted the later value, None for another system.
        age: for how long it has been open.
    """

    row: CaseRow
    conflict: Conflict
    kind: type[Revisable]
    title: str
    stands: FieldValue
    by_name: str | None
    age: timedelta

    @property
    def rule(self) -> Rule:
        """How the field merges."""
        return self.kind.RULES[self.conflict.field]

    @property
    def both(self) -> FieldValue:
        """Both values as one: lines of a text, elements of a set; None where there is no such."""
        stands, mine = self.stands, self.conflict.mine
        if self.rule is Rule.SET and isinstance(stands, tuple) and isinstance(mine, tuple):
            return tuple(sorted({*stands, *mine}))
        if self.rule is Rule.TEXT:
            return "\n".join(dict.fromkeys(str(value) for value in (stands, mine) if value))
        return None

    @property
    def is_unsettled_too_long(self) -> bool:
        """Tell whether the supervisor should see to it."""
        return self.age >= UNSETTLED_TOO_LONG


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Lists and settles; runs on the store's thread."""

    store: CaseStore
    author: Author

    def open(self) -> tuple[OpenConflict, ...]:
        """List the open conflicts of the reader's cases, oldest first.

        One over a kind of record that this version does not know is left to a newer one.
        """
        names = names_of(self.store)
        found = [
            self._shown(row, stream, conflict, names)
            for row in self.store.rows()
            if row.conflicts
            for stream in self.store.open(row.case).values()
            for conflict in stream.of(Conflict)
            if conflict.closed_by is None and conflict.of_kind in _REVISIONS
        ]
        return tuple(sorted(found, key=lambda c: (c.conflict.at, c.conflict.id)))

    def settle(self, shown: OpenConflict, now: FieldValue) -> bool:
        """Let a value stand, by a revision that names the conflict; tell whether it does.

        It does not where what stood has moved on since it was shown: then the two values are a
        conflict of their own.

        Raises:
            DomainError: ``settled_already`` for one that somebody else has settled,
                ``bad_value`` for a value that the field cannot have.
        """
        conflict = shown.conflict
        body = _REVISIONS[conflict.of_kind](
            record=conflict.record,
            changes={conflict.field: Change(was=shown.stands, now=now)},
            settles=(conflict.id,),
        )
        event = self.author.event(shown.row.case, body)
        self.store.append([event])
        stream = self.store.open(shown.row.case)[body.STREAM]
        return _value(stream, shown.kind, conflict) == now

    def _shown(
        self, row: CaseRow, stream: Stream, conflict: Conflict, names: Mapping[UserId, str]
    ) -> OpenConflict:
        kind = _REVISIONS[conflict.of_kind].REVISES
        return OpenConflict(
            row=row,
            conflict=conflict,
            kind=kind,
            title=_title(stream.get(kind, conflict.record)),
            stands=_value(stream, kind, conflict),
            by_name=names.get(conflict.by),
            age=self.author.now() - conflict.at,
        )


def _value(stream: Stream, kind: type[Revisable], conflict: Conflict) -> FieldValue:
    value: FieldValue = getattr(stream.get(kind, conflict.record), conflict.field)
    return value


def _title(record: Revisable) -> str:
    match record:
        case Problem() | Intervention() | Barrier():
            return record.title
        case Goal():
            return record.words or record.outcome
        case Appointment():
            return record.purpose
    return ""
