"""The summary's controller: fills it from a case and sends to where things are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, tzinfo

from PySide6.QtCore import QObject, Signal, Slot

from nurseapp.desktop.services.cases import OpenCase
from nurseapp.desktop.services.notes import Notes
from nurseapp.desktop.services.screenings import Screenings
from nurseapp.desktop.ui.case.case_holder import CaseHolder
from nurseapp.desktop.ui.case.room_names import RoomName
from nurseapp.desktop.ui.case.summary.summary_actions import SummaryActions
from nurseapp.desktop.ui.case.summary.summary_view import SummaryView
from nurseapp.desktop.ui.case.summary.summary_words import (
    ROOM_OF,
    Happened,
    Happening,
    conflict_words,
    medicines_and_allergies,
    results,
    shown_by,
    upcoming,
)
from nurseapp.desktop.ui.wording.safety import concern_words
from nurseapp.domain.form import Form
from nurseapp.domain.ids import RecordId
from nurseapp.domain.timeline import EntryKind


class SummaryRoom(QObject):
    """Show a case at a glance.

    Attributes:
        half: the appointment that is being planned.

    Signals:
        room_wanted(str, object): the room to go to, and the thing in it.
        conflicts_asked(): somebody wants to settle conflicts.
    """

    room_wanted = Signal(str, object)
    conflicts_asked = Signal()

    def __init__(
        self,
        view: SummaryView,
        actions: SummaryActions,
        holder: CaseHolder,
        notes: Notes,
        screenings: Screenings,
        zone: tzinfo,
    ) -> None:
        super().__init__(view)
        self.view = view
        self._actions = actions
        self._holder = holder
        self._notes = notes
        self._zone = zone
        self._case: OpenCase | None = None
        self._forms: Mapping[str, str] = {}
        self._shown = Happened.ALL
        self.half = view.next
        view.line_opened.connect(self._open_line)
        view.happened.opened.connect(self._open_entry)
        view.happened.filter_chosen.connect(self._filter)
        view.next.planned.connect(self._plan)
        actions.appointment_done.triggered.connect(self._appointment_done)
        actions.conflicts.triggered.connect(self.conflicts_asked)
        holder.ask(screenings.forms, self._take_forms)

    def show_case(self, case: OpenCase) -> None:
        """Show a case."""
        if self._case is None or self._case.id != case.id:
            self._shown = Happened.ALL
        self._case = case
        self.view.show_goals(case)
        self.view.next.set_upcoming(upcoming(case), case.today)
        self.view.happened.set_counts({f: len(shown_by(f, case.timeline)) for f in Happened})
        self._show_worded(case)
        writes = (self._actions.appointment_done, self._actions.plan_next)
        self._actions.offer(writes, case.may_write)
        self._actions.offer((self._actions.conflicts,), bool(case.conflicts))

    def choose(self, _record: object) -> None:
        """Nothing is chosen here from elsewhere."""

    def leave(self) -> None:
        """Nothing is half typed that would be lost."""

    @Slot(str)
    def set_saved(self, words: str) -> None:
        """Say at the foot what is saved and what waits."""
        self.view.set_foot(words)

    def _show_worded(self, case: OpenCase) -> None:
        """Show what needs the short names of forms, which arrive a moment after the first case."""
        entries = shown_by(self._shown, case.timeline)
        rows = [
            Happening(entry=entry, case=case, zone=self._zone, forms=self._forms)
            for entry in entries
        ]
        self.view.happened.set_happenings(rows, self._shown)
        self.view.show_received(
            results(case, self._zone, self._forms), medicines_and_allergies(case)
        )
        concerns = [concern_words(c, self._forms.get(c.form, c.form)) for c in case.open_concerns()]
        self.view.show_alerts("; ".join(concerns), conflict_words(case))

    @Slot(object)
    def _take_forms(self, forms: Sequence[Form]) -> None:
        self._forms = {form.id: form.short for form in forms}
        if self._case is not None:
            self._show_worded(self._case)

    @Slot(str)
    def _filter(self, shown: str) -> None:
        self._shown = Happened(shown)
        if self._case is not None:
            self._show_worded(self._case)

    @Slot(object)
    def _open_line(self, record: RecordId) -> None:
        self.room_wanted.emit(RoomName.PLAN, record)

    @Slot(object)
    def _open_entry(self, opened: tuple[EntryKind, RecordId]) -> None:
        kind, record = opened
        if (room := ROOM_OF.get(kind)) is not None:
            self.room_wanted.emit(room, record)

    @Slot()
    def _appointment_done(self) -> None:
        case = self._case
        if case is None:
            return
        planned = {u.appointment.id: u.appointment for u in upcoming(case)}
        chosen = self.view.next.chosen_id()
        seen = next((a for a in planned.values() if a.id == chosen), None)
        seen = seen or next(iter(planned.values()), None)
        if seen is not None:
            done = seen
            self._holder.act(lambda: self._notes.appointment_done(case.id, done))

    @Slot(str, object)
    def _plan(self, purpose: str, on: date) -> None:
        if self._case is not None:
            case = self._case.id
            self._holder.act(lambda: self._notes.plan_appointment(case, purpose, on))
