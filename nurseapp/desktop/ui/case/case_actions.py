"""The actions of the case page: its tabs, the cases beside it, the safety questions, each room's.

All are made with the page, so that menus and the command palette have them; a room's can be done
only while it is shown, and none but locking while the safety panel stands.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup

from nurseapp.desktop.ui.case.documents.documents_actions import DocumentsActions
from nurseapp.desktop.ui.case.leading.leading_actions import LeadingActions
from nurseapp.desktop.ui.case.notes.notes_actions import NotesActions
from nurseapp.desktop.ui.case.papers.papers_actions import PapersActions
from nurseapp.desktop.ui.case.plan.plan_actions import PlanActions
from nurseapp.desktop.ui.case.records.records_actions import RecordsActions
from nurseapp.desktop.ui.case.room_actions import RoomActions
from nurseapp.desktop.ui.case.room_names import RoomName
from nurseapp.desktop.ui.case.screening.screening_actions import ScreeningActions
from nurseapp.desktop.ui.case.summary.summary_actions import SummaryActions


class CaseActions(QObject):
    """Hold the actions of a case.

    Signals:
        room_chosen(str): a RoomName, by the key of its tab.
        neighbour_chosen(int): the case before (-1) or after (1) in the list.
    """

    room_chosen = Signal(str)
    neighbour_chosen = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.summary = SummaryActions(self)
        self.plan = PlanActions(self)
        self.screening = ScreeningActions(self)
        self.notes = NotesActions(self)
        self.records = RecordsActions(self)
        self.papers = PapersActions(self)
        self.documents = DocumentsActions(self)
        self.leading = LeadingActions(self)
        self._rooms: Mapping[RoomName, RoomActions] = {
            RoomName.SUMMARY: self.summary,
            RoomName.PLAN: self.plan,
            RoomName.SCREENING: self.screening,
            RoomName.NOTES: self.notes,
            RoomName.RECORDS: self.records,
            RoomName.PAPERS: self.papers,
            RoomName.DOCUMENTS: self.documents,
        }
        self._page = RoomActions(self)
        self.safety = self._page.made(self.tr("Safety &questions"), "Ctrl+Shift+S")
        self.leave = self._page.made(self.tr("&Back to the list"), "Ctrl+W", menu="go")
        self._previous = self._page.made(self.tr("P&revious case"), "[", menu="go")
        self._next = self._page.made(self.tr("Ne&xt case"), "]", menu="go")
        self._group((self._previous, -1), (self._next, 1)).triggered.connect(self._tell_neighbour)
        self._tabs = {
            name: self._page.made(words, f"Alt+{number}", menu="go")
            for number, (name, words) in enumerate(self.words().items(), start=1)
        }
        tabs = self._group(*((action, name.value) for name, action in self._tabs.items()))
        tabs.triggered.connect(self._tell_room)
        self.offer_neighbours(has_previous=False, has_next=False)
        self._page.show(True)

    def words(self) -> Mapping[RoomName, str]:
        """Name the rooms."""
        return {
            RoomName.SUMMARY: self.tr("Summary"),
            RoomName.PLAN: self.tr("Plan"),
            RoomName.SCREENING: self.tr("Screening"),
            RoomName.NOTES: self.tr("Notes"),
            RoomName.RECORDS: self.tr("Records"),
            RoomName.PAPERS: self.tr("Papers"),
            RoomName.DOCUMENTS: self.tr("Documents"),
        }

    def all(self) -> list[QAction]:
        """Give every action, the rooms' first."""
        found = [action for room in self._rooms.values() for action in room.all]
        return found + self.leading.all + self._page.all

    def show_room(self, shown: RoomName | None) -> None:
        """Offer the actions of one room; None while the safety panel stands over all of them."""
        for name, actions in self._rooms.items():
            actions.show(name is shown)
        self._page.show(shown is not None)
        self.leading.show(shown is not None)

    def offer_rooms(self, rooms: Collection[RoomName]) -> None:
        """Offer the way to these rooms alone."""
        for name, action in self._tabs.items():
            self._page.offer((action,), name in rooms)

    def offer_safety(self, is_open: bool) -> None:
        """Offer the way to an open safety concern."""
        self._page.offer((self.safety,), is_open)

    def offer_neighbours(self, *, has_previous: bool, has_next: bool) -> None:
        """Offer the cases beside this one in the list that it was opened from."""
        self._page.offer((self._previous,), has_previous)
        self._page.offer((self._next,), has_next)

    def _group(self, *actions: tuple[QAction, object]) -> QActionGroup:
        group = QActionGroup(self)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        for action, data in actions:
            action.setData(data)
            group.addAction(action)
        return group

    @Slot(QAction)
    def _tell_room(self, tab: QAction) -> None:
        self.room_chosen.emit(tab.data())

    @Slot(QAction)
    def _tell_neighbour(self, neighbour: QAction) -> None:
        self.neighbour_chosen.emit(neighbour.data())
