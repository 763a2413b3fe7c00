"""The controller of received records: which are shown, and accepting a condition."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from nurseapp.desktop.services.care_plans import CarePlans
from nurseapp.desktop.services.cases import OpenCase
from nurseapp.desktop.ui.case.case_holder import CaseHolder
from nurseapp.desktop.ui.case.received import not_in_plan
from nurseapp.desktop.ui.case.records.record_lines import record_lines
from nurseapp.desktop.ui.case.records.records_actions import RecordsActions
from nurseapp.desktop.ui.case.records.records_view import ALL, RecordsView
from nurseapp.desktop.ui.case.room_names import RoomName
from nurseapp.domain.fact import FactCategory
from nurseapp.domain.ids import RecordId


class RecordsRoom(QObject):
    """Let a nurse read what others sent.

    Signals:
        room_wanted(str, object): the room to go to, and the thing in it.
    """

    room_wanted = Signal(str, object)

    def __init__(
        self, view: RecordsView, actions: RecordsActions, holder: CaseHolder, care_plans: CarePlans
    ) -> None:
        super().__init__(view)
        self.view = view
        self._actions = actions
        self._holder = holder
        self._care_plans = care_plans
        self._case: OpenCase | None = None
        self._category = ALL
        view.category_chosen.connect(self._choose_category)
        view.record_chosen.connect(self._offer)
        view.record_opened.connect(self._accept)
        actions.accept.triggered.connect(self._accept)

    def show_case(self, case: OpenCase) -> None:
        """Show the records of a case."""
        if self._case is None or self._case.id != case.id:
            self._category = ALL
        self._case = case
        self.view.set_counts({c: sum(f.category is c for f in case.facts) for c in FactCategory})
        self._show_lines()

    def choose(self, record: RecordId) -> None:
        """Choose a record, as when somebody comes from another room."""
        self._category = ALL
        self._show_lines()
        self.view.choose(record)

    def leave(self) -> None:
        """Nothing is half typed."""

    @Slot(str)
    def _choose_category(self, category: str) -> None:
        self._category = category
        self._show_lines()

    def _show_lines(self) -> None:
        if self._case is not None:
            category = None if self._category == ALL else FactCategory(self._category)
            self.view.set_lines(record_lines(self._case, category), self._category)
        self._offer()

    @Slot()
    def _accept(self) -> None:
        case, chosen = self._case, self.view.chosen_id()
        if case is not None and case.may_write and chosen in self._offered():
            fact = RecordId(str(chosen))
            self._holder.act(
                lambda: self._care_plans.accept_fact(case.id, fact), self._show_accepted
            )

    def _show_accepted(self, problem: RecordId) -> None:
        self.room_wanted.emit(RoomName.PLAN, problem)

    @Slot()
    def _offer(self) -> None:
        may_write = self._case is not None and self._case.may_write
        is_offered = may_write and self.view.chosen_id() in self._offered()
        self._actions.offer((self._actions.accept,), is_offered)

    def _offered(self) -> set[RecordId]:
        return set() if self._case is None else {fact.id for fact in not_in_plan(self._case)}
