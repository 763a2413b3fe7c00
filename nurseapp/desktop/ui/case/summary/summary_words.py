"""What the summary says of a case, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.services.cases import OpenCase
from nurseapp.desktop.ui.case.room_names import RoomName
from nurseapp.desktop.ui.widgets.line_list import TextLine
from nurseapp.desktop.ui.wording.days import day_words, moment_words, short_date_words
from nurseapp.desktop.ui.wording.happenings import entry_kind_words, entry_words
from nurseapp.desktop.ui.wording.safety import ending_words
from nurseapp.desktop.ui.wording.screening import result_words
from nurseapp.domain.appointment import Appointment, AppointmentStatus
from nurseapp.domain.care_plan import PlanNode
from nurseapp.domain.fact import Fact, FactCategory
from nurseapp.domain.ids import UserId
from nurseapp.domain.screening import ScreeningState
from nurseapp.domain.timeline import Entry, EntryKind


class Happened(StrEnum):
    """The filters of the timeline."""

    ALL = "all"
    NOTES = "notes"
    SCREENING = "screening"
    PLAN = "plan"
    PAPERS = "papers"
    ENCOUNTERS = "encounters"


_SHOWS: Mapping[Happened, frozenset[EntryKind]] = {
    Happened.ALL: frozenset(EntryKind),
    Happened.NOTES: frozenset({EntryKind.NOTE, EntryKind.CONTACT, EntryKind.EMERGENCY}),
    Happened.SCREENING: frozenset(
        {
            EntryKind.SCREENING,
            EntryKind.SCREENING_DECLINED,
            EntryKind.SAFETY_RAISED,
            EntryKind.SAFETY_CLOSED,
        }
    ),
    Happened.PLAN: frozenset({EntryKind.PROBLEM, EntryKind.GOAL}),
    Happened.PAPERS: frozenset({EntryKind.HANDOUT, EntryKind.DOCUMENT, EntryKind.CONSENT}),
    Happened.ENCOUNTERS: frozenset({EntryKind.ENCOUNTER}),
}


ROOM_OF: Mapping[EntryKind, RoomName] = {
    EntryKind.NOTE: RoomName.NOTES,
    EntryKind.CONTACT: RoomName.NOTES,
    EntryKind.SCREENING: RoomName.SCREENING,
    EntryKind.SCREENING_DECLINED: RoomName.SCREENING,
    EntryKind.HANDOUT: RoomName.PAPERS,
    EntryKind.DOCUMENT: RoomName.DOCUMENTS,
    EntryKind.PROBLEM: RoomName.PLAN,
    EntryKind.GOAL: RoomName.PLAN,
    EntryKind.ENCOUNTER: RoomName.RECORDS,
}
"""Where the thing is that an entry tells of; the others are told in full by their line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One line of the timeline, worded when it is painted: most of a long one is never seen.

    Attributes:
        forms: short names by id of the form.
    """

    entry: Entry
    case: OpenCase
    zone: tzinfo
    forms: Mapping[str, str]

    @property
    def when(self) -> str:
        """The day, and the time of day where one is known."""
        if self.entry.at is None:
            return short_date_words(self.entry.on, self.case.today)
        return moment_words(self.entry.at, self.case.today, self.zone)

    @property
    def kind(self) -> str:
        """What sort of thing it was."""
        return entry_kind_words(self.entry.kind)

    @property
    def words(self) -> str:
        """What happened."""
        return _said(self.entry, self.case, self.forms)

    @property
    def who(self) -> str:
        """Whoever did it."""
        return _name(self.entry.by, self.case.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upcoming:
    """One planned appointment."""

    appointment: Appointment
    when: str
    what: str


def goals_at_a_glance(plan: tuple[PlanNode, ...]) -> tuple[PlanNode, ...]:
    """Keep problems and goals, not what is done for them."""
    return tuple(
        replace(node, children=tuple(replace(goal, children=()) for goal in node.children))
        for node in plan
    )


def shown_by(shown: Happened, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Keep the entries that a filter shows."""
    return tuple(entry for entry in entries if entry.kind in _SHOWS[shown])


def upcoming(case: OpenCase) -> tuple[Upcoming, ...]:
    """List what is planned, the next first."""
    return tuple(
        Upcoming(appointment=a, when=_when(a, case), what=_what(a))
        for a in case.appointments
        if a.status is AppointmentStatus.PLANNED
    )


def results(case: OpenCase, zone: tzinfo, forms: Mapping[str, str]) -> list[TextLine]:
    """List the last result of each form, then what was measured elsewhere, the newest first."""
    lines = []
    seen: set[str] = set()
    for screening in case.screenings:
        score = screening.score
        if screening.state is ScreeningState.SIGNED and score and screening.form not in seen:
            seen.add(screening.form)
            name = forms.get(screening.form, screening.form)
            on = screening.at.astimezone(zone).date()
            said = f"{name} {score.total} {result_words(score)}".rstrip()
            lines.append(TextLine(what=said, aside=short_date_words(on, case.today)))
    for fact in _newest_of_each(case, FactCategory.RESULT):
        value = " ".join(part for part in (fact.value, fact.unit) if part)
        lines.append(TextLine(what=f"{fact.display} {value}".rstrip(), aside=_on(fact, case)))
    return lines


def medicines_and_allergies(case: OpenCase) -> list[TextLine]:
    """List the current allergies, then the medicines, as the sender names them."""
    allergy = QCoreApplication.translate("summary", "Allergy")
    found = [
        TextLine(what=fact.display, aside=" · ".join(p for p in (allergy, fact.kind_of) if p))
        for fact in case.allergies()
    ]
    if not found:
        none = QCoreApplication.translate("summary", "No allergies recorded")
        found.append(TextLine(what=none))
    return found + [
        TextLine(what=fact.display)
        for fact in _newest_of_each(case, FactCategory.MEDICATION)
        if fact.is_active()
    ]


def conflict_words(case: OpenCase) -> str:
    """Say how many conflicts are open; empty for none."""
    number = len(case.conflicts)
    if number == 1:
        return QCoreApplication.translate("summary", "1 conflict waits to be settled")
    if not number:
        return ""
    return QCoreApplication.translate("summary", "%n conflicts wait to be settled", "", number)


def _said(entry: Entry, case: OpenCase, forms: Mapping[str, str]) -> str:
    """Word an entry; of a safety concern that has ended, say how."""
    ended = [c for c in case.concerns if c.id == entry.record]
    if entry.kind is EntryKind.SAFETY_CLOSED and ended:
        return f"{forms.get(entry.subject, entry.subject)}: {ending_words(ended[0])}"
    return entry_words(entry, forms)


def _newest_of_each(case: OpenCase, category: FactCategory) -> list[Fact]:
    newest: dict[str, Fact] = {}
    for fact in case.facts:
        if fact.category is category:
            newest.setdefault(fact.code or fact.display, fact)
    return list(newest.values())


def _name(user: UserId | None, names: Mapping[UserId, str]) -> str:
    return "" if user is None else names.get(user, user)


def _when(appointment: Appointment, case: OpenCase) -> str:
    day = day_words(appointment.on, case.today)
    return f"{day} {appointment.time}".rstrip()


def _what(appointment: Appointment) -> str:
    return " · ".join(part for part in (appointment.purpose, appointment.place) if part)


def _on(fact: Fact, case: OpenCase) -> str:
    return "" if fact.on is None else short_date_words(fact.on, case.today)
