"""The page of what needs a decision: open safety concerns, and conflicts with both sides.

Must not decide who is right: a person does, and says so by signal.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from nurseapp.desktop.services.conflicts import OpenConflict, Side
from nurseapp.desktop.ui.case.announcing import announce
from nurseapp.desktop.ui.caseload.line_words import list_name
from nurseapp.desktop.ui.inbox.conflict_panel import ConflictPanel
from nurseapp.desktop.ui.inbox.deciding import is_brought_back, is_identity
from nurseapp.desktop.ui.inbox.inbox_columns import inbox_columns
from nurseapp.desktop.ui.inbox.inbox_lines import InboxLine
from nurseapp.desktop.ui.inbox.safety_notice import SafetyNotice
from nurseapp.desktop.ui.inbox.value_words import value_words, what_words
from nurseapp.desktop.ui.list_page import ListPage
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.chip import StatusLine
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.widgets.data_table import DataTable
from nurseapp.desktop.ui.widgets.panel import TableFrame
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.desktop.ui.wording.people import SEPARATOR


class InboxView(ListPage):
    """Show what waits, the chosen one in full.

    Left and right go from the table to the buttons of the two sides, where Enter presses;
    Ctrl+Left and Ctrl+Right choose a side from anywhere on the page.

    Attributes:
        keep_mine, keep_theirs: the page's actions, for menus and the command palette.
        table, conflict, safety: the parts of the page.

    Signals:
        case_opened(object): the case id of a line.
        settled(object, object): the OpenConflict, and the Side that shall stand.
    """

    case_opened = Signal(object)
    settled = Signal(object, object)

    def __init__(
        self, theme: Theme, zone: tzinfo, *, is_supervisor: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, self.tr("Inbox"), parent)
        self._zone = zone
        self._is_supervisor = is_supervisor
        self._is_deciding = False
        self._today = date.min
        self._lines: dict[object, InboxLine] = {}
        columns = inbox_columns(lambda: self._today, zone)
        self.table: DataTable[InboxLine] = DataTable(
            theme, columns, lambda line: line.key, self.tr("To decide"), self
        )
        self.keep_mine = self._action(self.tr("&Take this"), "Ctrl+Left", Side.MINE)
        self.keep_theirs = self._action(self.tr("Lea&ve this"), "Ctrl+Right", Side.THEIRS)
        self.conflict = ConflictPanel(self.keep_mine, self.keep_theirs, zone, self)
        self.safety = SafetyNotice(theme, zone, self)
        self._settled = StatusLine(theme, self)
        self._settled.hide()
        self._whole = QStackedWidget(self)
        self._whole.addWidget(self.conflict)
        self._whole.addWidget(self.safety)
        self.lay_out((self._settled,), self._content(), self.table)
        self.empty.set_content(
            self.tr("Nothing to decide"),
            self.tr(
                "Open safety questions appear here, and both values when two people change the "
                "same thing."
            ),
        )
        self.table.installEventFilter(self)
        self.table.row_chosen.connect(self._show_chosen)
        self.table.row_opened.connect(self._open)
        self.safety.open_asked.connect(self._open_chosen)

    def show_lines(self, lines: Sequence[InboxLine], now: datetime) -> None:
        """Show what waits; nothing is settled by showing it."""
        self._today = now.astimezone(self._zone).date()
        self._lines = {line.key: line for line in lines}
        self._is_deciding = False
        self.header.set_subtitle(filled(self.tr("%1 to decide"), len(lines)))
        chosen = self.table.chosen_id()
        self.table.set_rows(lines)
        if lines and self.table.chosen_id() is None:
            self.table.choose(lines[0].key)
        if self.table.chosen_id() != chosen and self._is_about_to_decide():
            # Somebody else settled it: what is under the finger now is another question.
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_chosen(self.table.chosen_id())
        self.show_content(bool(lines))

    def show_settled(self, settled: OpenConflict, side: Side) -> None:
        """Say what stands now, once it is written down."""
        conflict = settled.conflict
        if side is Side.MINE:
            words = filled(self.tr("now «%1»"), value_words(conflict.field, conflict.mine))
        else:
            words = self.tr("left as it stands")
        said = SEPARATOR.join((list_name(settled.row), what_words(conflict), words))
        self._settled.set_face(ChipFace(kind=ChipKind.ON_TIME, words=said))
        self._settled.show()
        announce(self._settled, said)

    def settled_words(self) -> str:
        """Return what was said of the last one settled, or nothing."""
        return "" if self._settled.isHidden() else self._settled.words()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let left and right go from the table to the two sides."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            sides = {
                int(Qt.Key.Key_Left): self.conflict.mine,
                int(Qt.Key.Key_Right): self.conflict.theirs,
            }
            side = sides.get(event.key())
            if side is not None and event.modifiers() in _PLAIN:
                if side.button.isVisible() and side.button.isEnabled():
                    side.button.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._settled.hide()

    def _is_about_to_decide(self) -> bool:
        focused = self.window().focusWidget()
        return focused is not None and self.conflict.isAncestorOf(focused)

    def _action(self, words: str, key: str, side: Side) -> QAction:
        action = QAction(words, self)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setMenuRole(QAction.MenuRole.NoRole)  # macOS would guess one from the words
        action.setData(side)
        action.triggered.connect(self._settle)
        self.addAction(action)
        return action

    def _content(self) -> QWidget:
        both = QWidget(self)
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(TableFrame(self.table, self), 1)
        column.addWidget(self._whole)
        return both

    def _show_chosen(self, key: object) -> None:
        line = self._lines.get(key)
        self._whole.setVisible(line is not None)
        chosen = None if line is None else line.conflict
        may_decide = chosen is not None and (
            self._is_supervisor or not is_identity(chosen.conflict)
        )
        if chosen is not None:
            self.conflict.show_conflict(chosen, self._today, may_decide=may_decide)
            self._whole.setCurrentWidget(self.conflict)
        elif line is not None:
            self.safety.show_concern(line, self._today)
            self._whole.setCurrentWidget(self.safety)
        can_settle = may_decide and not self._is_deciding
        self.keep_theirs.setEnabled(can_settle)
        self.keep_mine.setEnabled(
            can_settle and chosen is not None and not is_brought_back(chosen.conflict)
        )

    def _open(self, key: object) -> None:
        self.case_opened.emit(self._lines[key].row.case)

    def _open_chosen(self) -> None:
        self._open(self.table.chosen_id())

    def _settle(self) -> None:
        """Say which side shall stand; no further one is taken before this one is written."""
        line, action = self._lines.get(self.table.chosen_id()), self.sender()
        if line is not None and line.conflict is not None and isinstance(action, QAction):
            self._is_deciding = True
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self._show_chosen(line.key)
            # A QVariant turns the enumeration's value into a plain string.
            self.settled.emit(line.conflict, Side(action.data()))


_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
