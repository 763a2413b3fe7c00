"""Builds the rooms of a case, each when it is first shown: a view, its controller, the wires."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from nurseapp.desktop.services.cases import OpenCase
from nurseapp.desktop.ui.case.case_actions import CaseActions
from nurseapp.desktop.ui.case.case_holder import CaseHolder
from nurseapp.desktop.ui.case.documents.documents_room import DocumentsRoom
from nurseapp.desktop.ui.case.documents.documents_view import DocumentsView
from nurseapp.desktop.ui.case.notes.notes_room import NotesRoom
from nurseapp.desktop.ui.case.notes.notes_view import NotesView
from nurseapp.desktop.ui.case.papers.papers_room import PapersRoom
from nurseapp.desktop.ui.case.papers.papers_view import PapersView
from nurseapp.desktop.ui.case.plan.plan_room import PlanRoom
from nurseapp.desktop.ui.case.plan.plan_view import PlanView
from nurseapp.desktop.ui.case.records.records_room import RecordsRoom
from nurseapp.desktop.ui.case.records.records_view import RecordsView
from nurseapp.desktop.ui.case.room_names import RoomName
from nurseapp.desktop.ui.case.saved_words import SavedWords
from nurseapp.desktop.ui.case.screening.hand_over import HandOver
from nurseapp.desktop.ui.case.screening.screening_room import ScreeningRoom
from nurseapp.desktop.ui.case.screening.screening_view import ScreeningView
from nurseapp.desktop.ui.case.summary.summary_room import SummaryRoom
from nurseapp.desktop.ui.case.summary.summary_view import SummaryView
from nurseapp.desktop.ui.case.tools import CaseTools
from nurseapp.desktop.ui.printing.paper_desk import PaperDesk


class Room(Protocol):
    """What the case page asks of a room."""

    @property
    def view(self) -> QWidget:
        """Give the page of the room."""

    def show_case(self, case: OpenCase) -> None:
        """Show a case, or the same one as it is now."""

    def choose(self, record: Any) -> None:
        """Go to one thing in the room."""

    def leave(self) -> None:
        """Save or keep what is half typed."""


class Ways(QObject):
    """The ways from one room to another, as the case page goes them.

    Signals:
        room_wanted(str, object): a RoomName, and the thing in it to go to, or None.
        concern_raised(object): the SafetyConcern to go through now.
        safety_ended(): the safety panel has ended; go on where it began.
        conflicts_asked()
        hand_over_asked(object): a HandOverPage that is to hide everything else.
    """

    room_wanted = Signal(str, object)
    concern_raised = Signal(object)
    safety_ended = Signal()
    conflicts_asked = Signal()
    hand_over_asked = Signal(object)


class Rooms:
    """Build rooms with what the composition root handed in."""

    def __init__(
        self, tools: CaseTools, actions: CaseActions, holder: CaseHolder, ways: Ways
    ) -> None:
        self._tools = tools
        self._actions = actions
        self._holder = holder
        self._ways = ways
        self._saved = SavedWords(holder, tools.clock, tools.zone, holder)
        self._builders: Mapping[RoomName, Callable[[], Room]] = {
            RoomName.SUMMARY: self.summary,
            RoomName.PLAN: self.plan,
            RoomName.SCREENING: self.screening,
            RoomName.NOTES: self.notes,
            RoomName.RECORDS: self.records,
            RoomName.PAPERS: self.papers,
            RoomName.DOCUMENTS: self.documents,
        }

    def built(self, name: RoomName) -> Room:
        """Build one room."""
        return self._builders[name]()

    def summary(self) -> SummaryRoom:
        """Build the summary."""
        tools, actions = self._tools, self._actions
        view = SummaryView(tools.theme, actions.summary, actions.safety)
        room = SummaryRoom(
            view,
            actions.summary,
            self._holder,
            tools.desk.notes,
            tools.desk.screenings,
            tools.zone,
        )
        room.room_wanted.connect(self._ways.room_wanted)
        room.conflicts_asked.connect(self._ways.conflicts_asked)
        self._keep_saved(room.set_saved)
        return room

    def plan(self) -> PlanRoom:
        """Build the plan."""
        view = PlanView(self._tools.theme, self._actions.plan)
        room = PlanRoom(view, self._actions.plan, self._holder, self._tools.desk.care_plans)
        room.room_wanted.connect(self._ways.room_wanted)
        self._keep_saved(room.editing.set_saved)
        return room

    def screening(self) -> ScreeningRoom:
        """Build the screening room."""
        tools, actions = self._tools, self._actions.screening
        view = ScreeningView(tools.theme, actions)
        room = ScreeningRoom(view, actions, self._holder, tools.desk.screenings, tools.zone)
        room.concern_raised.connect(self._ways.concern_raised)
        hand_over = HandOver(tools.theme, actions, self._holder, tools.desk.screenings, room)
        hand_over.asked.connect(self._ways.hand_over_asked)
        self._ways.safety_ended.connect(room.resume)
        self._keep_saved(room.set_saved)
        return room

    def notes(self) -> NotesRoom:
        """Build the notes."""
        tools, actions = self._tools, self._actions.notes
        view = NotesView(tools.theme, actions)
        room = NotesRoom(
            view, actions, self._holder, tools.desk.notes, tools.desk.drafts, tools.zone
        )
        self._keep_saved(room.set_saved)
        return room

    def records(self) -> RecordsRoom:
        """Build the received records."""
        view = RecordsView(self._tools.theme, self._actions.records)
        room = RecordsRoom(view, self._actions.records, self._holder, self._tools.desk.care_plans)
        room.room_wanted.connect(self._ways.room_wanted)
        return room

    def papers(self) -> PapersRoom:
        """Build the papers."""
        tools, actions = self._tools, self._actions.papers
        view = PapersView(tools.theme, actions)
        desk = PaperDesk(
            view.paper,
            actions.print_it,
            actions.save_it,
            tools.desk.deeds,
            tools.runner,
            tools.failures,
        )
        return PapersRoom(
            view, actions, self._holder, tools.desk.handouts, tools.desk.printouts, desk
        )

    def documents(self) -> DocumentsRoom:
        """Build the documents."""
        view = DocumentsView(self._tools.theme, self._actions.documents)
        return DocumentsRoom(view, self._actions.documents, self._holder, self._tools)

    def _keep_saved(self, set_saved: Callable[[str], None]) -> None:
        set_saved(self._saved.words())
        self._saved.changed.connect(set_saved)
