"""The lists of cases: a nurse's caseload, her day, and a supervisor's team."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nurseapp.content.library import Library
from nurseapp.desktop.services.authorship import Author
from nurseapp.desktop.services.names import names_of, staff_of
from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.desktop.storage.search import SearchStore
from nurseapp.domain.caseload import CaseRow, Mark, MarkKind, by_need, due_on, points
from nurseapp.domain.ids import UserId


class Filter(StrEnum):
    """What a list can be narrowed to."""

    ALL = "all"
    TODAY = "today"
    SAFETY = "safety"
    OVERDUE = "overdue"
    DUE_TODAY = "due-today"
    IN_HOSPITAL = "in-hospital"
    LONG_STAY = "long-stay"
    SCREENING_DUE = "screening-due"
    CLOSED = "closed"


_SHOWS: Mapping[Filter, frozenset[MarkKind]] = {
    Filter.TODAY: frozenset({MarkKind.SAFETY, MarkKind.OVERDUE, MarkKind.DUE_TODAY}),
    Filter.SAFETY: frozenset({MarkKind.SAFETY}),
    Filter.OVERDUE: frozenset({MarkKind.OVERDUE}),
    Filter.DUE_TODAY: frozenset({MarkKind.DUE_TODAY}),
    Filter.IN_HOSPITAL: frozenset({MarkKind.IN_HOSPITAL, MarkKind.LONG_STAY}),
    Filter.LONG_STAY: frozenset({MarkKind.LONG_STAY}),
    Filter.SCREENING_DUE: frozenset({MarkKind.SCREENING_DUE}),
    Filter.CLOSED: frozenset({MarkKind.CLOSED, MarkKind.DIED}),
}
_ENDED = _SHOWS[Filter.CLOSED]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One line of a list.

    Attributes:
        next_what: what is next, from the schedule or else from the plan; ``next_on`` its date.
        last_form: the short name of the form of the last result.
    """

    row: CaseRow
    marks: tuple[Mark, ...]
    programme: str
    nurse: str
    next_what: str | None
    next_on: date | None
    last_form: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list of cases as it stands.

    Attributes:
        lines: those that the filter and the search leave, sorted by need.
        counts: how many each filter would show, whatever the search.
        points: the weight of all open cases.
    """

    today: date
    lines: tuple[CaseLine, ...]
    counts: Mapping[Filter, int]
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NurseLoad:
    """One nurse's caseload as a supervisor sees it."""

    nurse: UserId | None
    name: str
    cases: int
    points: int
    counts: Mapping[Filter, int]


class Caseloads:
    """Lists cases; runs on the store's thread."""

    def __init__(
        self, store: CaseStore, search: SearchStore, author: Author, library: Library
    ) -> None:
        self._store = store
        self._search = search
        self._author = author
        self._library = library

    def listing(
        self, shown: Filter = Filter.ALL, text: str = "", nurse: UserId | None = None
    ) -> Listing:
        """List cases; ``nurse`` narrows a supervisor's list to one caseload, empty to nobody's."""
        today = self._author.today()
        ranked = self._ranked(today, nurse)
        found = None if not text.strip() else set(self._search.cases(text))
        word = _Words(
            programmes=self._library.programmes(),
            names=names_of(self._store),
            forms={form.id: form.short for form in self._library.forms()},
        )
        lines = tuple(
            _line(row, marks, word)
            for row, marks in ranked
            if _is_shown(shown, marks) and (found is None or row.case in found)
        )
        return Listing(
            today=today,
            lines=lines,
            counts=_counts(ranked),
            points=sum(points(row, today) for row, _ in ranked),
        )

    def team(self) -> tuple[NurseLoad, ...]:
        """Sum up each nurse's caseload, heaviest first; cases of nobody are a line of their own."""
        today = self._author.today()
        by_nurse: dict[UserId | None, list[tuple[CaseRow, tuple[Mark, ...]]]] = {}
        for row, marks in self._ranked(today, None):
            by_nurse.setdefault(row.nurse, []).append((row, marks))
        names = names_of(self._store)
        loads = [
            NurseLoad(
                nurse=nurse,
                name="" if nurse is None else names.get(nurse, nurse),
                cases=_counts(ranked)[Filter.ALL],
                points=sum(points(row, today) for row, _ in ranked),
                counts=_counts(ranked),
            )
            for nurse, ranked in by_nurse.items()
        ]
        return tuple(sorted(loads, key=lambda load: (-load.points, load.name)))

    def nurses(self) -> Mapping[UserId, str]:
        """Give the nurses to whom a case can be assigned, by name."""
        return {UserId(p.id): p.name for p in staff_of(self._store) if p.role == "nurse"}

    def _ranked(self, today: date, nurse: UserId | None) -> list[tuple[CaseRow, tuple[Mark, ...]]]:
        rows = (r for r in self._store.rows() if nurse is None or (r.nurse or "") == nurse)
        return by_need(rows, today, self._library.required_forms())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    programmes: Mapping[str, str]
    names: Mapping[UserId, str]
    forms: Mapping[str, str]


def _line(row: CaseRow, marks: tuple[Mark, ...], words: _Words) -> CaseLine:
    on = due_on(row)
    scheduled = row.next_on is not None and row.next_on == on
    return CaseLine(
        row=row,
        marks=marks,
        programme=words.programmes.get(row.programme, row.programme),
        nurse=words.names.get(row.nurse, row.nurse) if row.nurse else "",
        next_what=row.next_what if scheduled else row.plan_due_what,
        next_on=on,
        last_form=words.forms.get(row.last_form, row.last_form) if row.last_form else None,
    )


def _is_shown(shown: Filter, marks: tuple[Mark, ...]) -> bool:
    kinds = {mark.kind for mark in marks}
    if shown is Filter.ALL:
        return not kinds & _ENDED
    return bool(kinds & _SHOWS[shown])


def _counts(ranked: list[tuple[CaseRow, tuple[Mark, ...]]]) -> Mapping[Filter, int]:
    return {f: sum(_is_shown(f, marks) for _, marks in ranked) for f in Filter}
