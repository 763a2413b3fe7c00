"""The page of one case: the member's header, the tabs, the rooms, and the safety panel over them.

Only the room that is shown is filled; a room is built when it is first shown. Who shows the page
asks `may_leave` before showing another: while the safety panel stands, the case cannot be left.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from nurseapp.desktop.services.cases import OpenCase
from nurseapp.desktop.ui.case.announcing import announce
from nurseapp.desktop.ui.case.case_actions import CaseActions
from nurseapp.desktop.ui.case.case_holder import CaseHolder
from nurseapp.desktop.ui.case.leading.leading import Leading, LeadingQuestions
from nurseapp.desktop.ui.case.member_header import MemberHeader
from nurseapp.desktop.ui.case.not_read import NotRead
from nurseapp.desktop.ui.case.notice_bar import NoticeBar
from nurseapp.desktop.ui.case.notices import Notices
from nurseapp.desktop.ui.case.room_names import RoomName
from nurseapp.desktop.ui.case.room_stack import RoomStack
from nurseapp.desktop.ui.case.rooms import Rooms, Ways
from nurseapp.desktop.ui.case.screening.safety_panel import SafetyPanel
from nurseapp.desktop.ui.case.screening.safety_room import SafetyRoom
from nurseapp.desktop.ui.case.tools import CaseTools
from nurseapp.desktop.ui.case.veil import Veil
from nurseapp.desktop.ui.widgets.island import Island
from nurseapp.desktop.ui.widgets.tabs import Tab, UnderlineTabs
from nurseapp.domain.ids import CaseId


class CasePage(QWidget):
    """Show one case at a time.

    Attributes:
        holder: the open case, through which all acts on it go.
        stack: its rooms.

    Signals:
        acted(): something was written here; it waits to be synced.
        left(): somebody wants to go back to where they came from.
        neighbour_asked(int): the case before (-1) or after (1) in the list is wanted.
        conflicts_asked(): somebody wants to settle conflicts.
        hand_over_asked(object): a HandOverPage that is to hide everything else.
    """

    acted = Signal()
    left = Signal()
    neighbour_asked = Signal(int)
    conflicts_asked = Signal()
    hand_over_asked = Signal(object)

    def __init__(
        self,
        tools: CaseTools,
        parent: QWidget | None = None,
        rooms: Sequence[RoomName] = tuple(RoomName),
    ) -> None:
        super().__init__(parent)
        self._offered = tuple(rooms)
        self._actions = CaseActions(self)
        self._actions.offer_rooms(self._offered)
        self.holder = CaseHolder(
            tools.desk.cases, tools.desk.deeds, tools.runner, tools.failures, self
        )
        self._header = MemberHeader(tools.theme, self._actions.safety, self)
        self._tabs = UnderlineTabs(tools.theme, self.tr("Case"), self)
        self._notice = NoticeBar(tools.theme, self)
        Notices(self._notice, self.holder)
        self._not_read = NotRead(tools.theme, self.holder, self._actions.leave, self)
        self._ways = Ways(self)
        self.stack = RoomStack(Rooms(tools, self._actions, self.holder, self._ways), self)
        self._safety = SafetyRoom(
            SafetyPanel(tools.theme, self), self.holder, tools.desk.screenings
        )
        self._questions = LeadingQuestions(tools.theme, self)
        leading = Leading(self._questions, self._actions.leading, self.holder, tools)
        leading.decided.connect(self.acted)
        self._veil = Veil(self)
        self._begins_with_contact = False
        self._begins_at: tuple[RoomName, object] | None = None
        self._lay_out()
        self._connect()

    @Slot()
    def prepare(self) -> None:
        """Build the first room ahead of the first case, while nobody waits for it."""
        self.stack.room(RoomName.SUMMARY)

    def open(self, case_id: CaseId, room: str = "", record: object = None) -> None:
        """Read a case and show it, at a room where one is named, and a record in it.

        While the safety panel stands, its case stays.
        """
        if self.may_leave():
            self.stack.leave()
            self._begins_at = (RoomName(room), record) if room else None
            self._begins_with_contact = False
            if self.holder.case is None or self.holder.case.id != case_id:
                self._veil.fall()  # nobody may act on one member for another meanwhile
            self.holder.open(case_id)

    def show_case(self, case: OpenCase) -> None:
        """Show a case that was read already."""
        if self.may_leave():
            self.stack.leave()
            self.holder.show_case(case)

    def reopen_if_among(self, cases: Collection[CaseId]) -> None:
        """Read the open case again when a sync has changed it."""
        if self.holder.case is not None and self.holder.case.id in cases:
            self.holder.reopen()

    def may_leave(self) -> bool:
        """Tell whether another page may be shown; not while safety questions are open."""
        if self._safety.is_open():
            announce(self, self.tr("The safety questions come first."))
        return not self._safety.is_open()

    @Slot(str, object)
    def go_to(self, name: str, record: object = None) -> None:
        """Go to a room, and in it to one thing; one that this page does not have is left alone."""
        if self.may_leave() and name in self._offered:
            self._show_room(RoomName(name), record)

    def log_contact(self, case_id: CaseId) -> None:
        """Open a case at the form that logs a contact, as from a list of cases."""
        self.open(case_id)
        self._begins_with_contact = not self._safety.is_open()

    def set_neighbours(self, *, has_previous: bool, has_next: bool) -> None:
        """Offer the cases before and after in the list that this one was opened from."""
        self._actions.offer_neighbours(has_previous=has_previous, has_next=has_next)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on into the room that is shown, or to the safety questions.

        Neither here nor when it leaves is the page painted anew, as Qt would by itself.
        """
        if self._safety.is_open():
            self._safety.panel.take_focus()
        elif not self._veil.is_down():
            self.stack.focus_room()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leave the picture as it is."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._ask_to_leave()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.stack.addWidget(self._safety.panel)
        words = self._actions.words()
        self._tabs.set_tabs([Tab(key=name.value, words=words[name]) for name in self._offered])
        column = Island(self).column
        column.setContentsMargins(24, 14, 24, 12)
        column.setSpacing(10)
        for part in (self._not_read, self._header, self._tabs, self._notice, *self._questions.all):
            column.addWidget(part)
        column.addWidget(self.stack, 1)
        self.addActions(self._actions.all())
        self._show_parts(False)

    def _connect(self) -> None:
        actions, ways = self._actions, self._ways
        self.holder.opened.connect(self._show_opened)
        self.holder.acted.connect(self.acted)
        self.holder.gone.connect(partial(self._show_parts, False))
        self._tabs.tab_chosen.connect(self.go_to)
        ways.room_wanted.connect(self.go_to)
        ways.concern_raised.connect(self._safety.open)
        ways.conflicts_asked.connect(self.conflicts_asked)
        ways.hand_over_asked.connect(self.hand_over_asked)
        self._safety.opened.connect(self._show_safety)
        self._safety.ended.connect(self._back_from_safety)
        actions.room_chosen.connect(self.go_to)
        actions.room_chosen.connect(self.stack.focus_room)
        actions.safety.triggered.connect(self._safety.open_first)
        actions.leave.triggered.connect(self._ask_to_leave)
        actions.neighbour_chosen.connect(self.neighbour_asked)

    @Slot(object)
    def _show_opened(self, case: OpenCase) -> None:
        """Fill the header and the room that is shown; the others wait until they are.

        All of it is laid out before it is painted, else the parts that move are painted twice.
        """
        begins = self._veil.is_down() and self.isAncestorOf(self.window().focusWidget() or self)
        self._header.show_case(case)
        self._actions.offer_safety(bool(case.open_concerns()) and case.may_write)
        self.stack.set_case(case)
        if not self._safety.is_open():
            self._show_room(self.stack.shown)
        self._show_parts(True)
        if begins:  # as if somebody came: nothing of the last case stays chosen
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.hasFocus():  # the focus came before the room could take it
            self.stack.focus_room()
        if self._begins_at is not None:
            (room, record), self._begins_at = self._begins_at, None
            self.go_to(room, record)
        if self._begins_with_contact:
            self._begins_with_contact = False
            self.go_to(RoomName.NOTES)
            self._actions.notes.log_contact.trigger()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def _show_room(self, name: RoomName, record: object = None) -> None:
        self._tabs.choose(name)
        self._tabs.setEnabled(True)
        self._actions.show_room(name)
        room = self.stack.show_room(name)
        if record is not None:
            room.choose(record)
            self.stack.focus_room()

    def _show_parts(self, is_known: bool) -> None:
        for part in (self._header, self._tabs, self.stack):
            part.setVisible(is_known)
        self._veil.lift()

    @Slot()
    def _show_safety(self) -> None:
        """Let the panel stand over the rooms, below the member's name."""
        self._tabs.setEnabled(False)
        self._actions.show_room(None)
        self.stack.setCurrentWidget(self._safety.panel)
        self._safety.panel.take_focus()

    @Slot()
    def _back_from_safety(self) -> None:
        self._show_room(self.stack.shown)
        self.stack.focus_room()
        self._ways.safety_ended.emit()

    @Slot()
    def _ask_to_leave(self) -> None:
        if self.may_leave():
            self.stack.leave()
            self.left.emit()
