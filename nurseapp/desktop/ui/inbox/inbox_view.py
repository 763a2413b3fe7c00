"""The page of what needs a decision: open safety concerns, and conflicts with both sides.

Must not decide who is right: a person does, and says so by signal.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from nurseapp.desktop.services.conflicts import OpenConflict
from nurseapp.desktop.ui.case.announcing import announce
from nurseapp.desktop.ui.caseload.line_words import list_name
from nurseapp.desktop.ui.inbox.conflict_panel import ConflictPanel
from nurseapp.desktop.ui.inbox.deciding import is_identity
from nurseapp.desktop.ui.inbox.deciding_actions import DecidingActions
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
from nurseapp.domain.revising import FieldValue


class InboxView(ListPage):
    """Show what waits, the chosen one in full.

    Left, right, B and E go from the table to the buttons, where Enter presses; with Ctrl they
    decide from anywhere on the page.

    Attributes:
        deciding: what can be done about the chosen conflict.
        table, conflict, safety: the parts of the page.

    Signals:
        case_opened(object): the case id of a line.
        settled(object, object): the OpenConflict as it was shown, and the value that shall stand.
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
        self.deciding = DecidingActions(self)
        self.conflict = ConflictPanel(theme, self.deciding, zone, self)
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
        self._connect()

    def _connect(self) -> None:
        self.deciding.decided.connect(self._settle)
        self.deciding.edit_asked.connect(self._edit)
        self.conflict.editor.given.connect(self._settle)
        self.conflict.editor.put_away.connect(self._put_editor_away)
        self.table.installEventFilter(self)
        self.table.row_chosen.connect(self._show_chosen)
        self.table.row_opened.connect(self._open)
        self.safety.open_asked.connect(self._open_chosen)

    def show_lines(self, lines: Sequence[InboxLine], now: datetime) -> None:
        """Show what waits; nothing is settled by showing it."""
        self._today = now.astimezone(self._zone).date()
        before = self._chosen()
        self._lines = {line.key: line for line in lines}
        self._tell_if_typed_in_vain()
        self._is_deciding = False
        self.header.set_subtitle(filled(self.tr("%1 to decide"), len(lines)))
        self.table.set_rows(lines)
        if lines and self.table.chosen_id() is None:
            self.table.choose(lines[0].key)
        if before is not None and self._is_another(before) and self._is_about_to_decide():
            # Somebody else changed it: what is under the finger now is another question.
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_chosen(self.table.chosen_id())
        self.show_content(bool(lines))

    def show_settled(self, settled: OpenConflict, now: FieldValue) -> None:
        """Say what stands now, once it is written down."""
        words = self.tr("left as it stands")
        if now != settled.stands:
            words = filled(self.tr("now «%1»"), value_words(settled.conflict.field, now))
        self._say(settled, ChipKind.ON_TIME, words)

    def show_disputed_anew(self, settled: OpenConflict) -> None:
        """Say that the value moved on since it was shown, and that nothing was overwritten."""
        self._say(settled, ChipKind.DUE, self.tr("changed meanwhile: look at both values again"))

    def settled_words(self) -> str:
        """Return what was said of the last one settled, or nothing."""
        return "" if self._settled.isHidden() else self._settled.words()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let four keys go from the table to the buttons."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            panel = self.conflict
            buttons = {
                int(Qt.Key.Key_Left): panel.mine.button,
                int(Qt.Key.Key_Right): panel.theirs.button,
                int(Qt.Key.Key_B): panel.both,
                int(Qt.Key.Key_E): panel.edit,
            }
            button = buttons.get(event.key())
            if button is not None and event.modifiers() in _PLAIN:
                if button.isVisible() and button.isEnabled():
                    button.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._settled.hide()

    def _is_about_to_decide(self) -> bool:
        focused = self.window().focusWidget()
        return focused is not None and self.conflict.isAncestorOf(focused)

    def _is_another(self, before: OpenConflict) -> bool:
        now = self._chosen()
        return (
            now is None
            or now.conflict.id != before.conflict.id
            or (now.stands != before.stands and self.conflict.editor.shown() is None)
        )

    def _tell_if_typed_in_vain(self) -> None:
        """Give back what was typed for a conflict that somebody else has settled."""
        editor = self.conflict.editor
        shown, typed = editor.shown(), editor.typed()
        if shown is not None and shown.conflict.id not in self._lines:
            words = filled(self.tr("You had typed: %1"), value_words(shown.conflict.field, typed))
            self.show_problem(self.tr("Somebody has settled this conflict already."), words, "")

    def _say(self, about: OpenConflict, kind: ChipKind, words: str) -> None:
        parts = (list_name(about.row), what_words(about.conflict), about.title, words)
        said = SEPARATOR.join(part for part in parts if part)
        self._settled.set_face(ChipFace(kind=kind, words=said))
        self._settled.show()
        announce(self._settled, said)

    def _chosen(self) -> OpenConflict | None:
        line = self._lines.get(self.table.chosen_id())
        return None if line is None else line.conflict

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
        may_decide = chosen is not None and (self._is_supervisor or not is_identity(chosen))
        if chosen is not None:
            self.conflict.show_conflict(chosen, self._today, may_decide=may_decide)
            self._whole.setCurrentWidget(self.conflict)
        else:
            self.conflict.end_editing()
        if line is not None and chosen is None:
            self.safety.show_concern(line, self._today)
            self._whole.setCurrentWidget(self.safety)
        self.deciding.offer(chosen, may_decide=may_decide and not self._is_deciding)

    def _open(self, key: object) -> None:
        self.case_opened.emit(self._lines[key].row.case)

    def _open_chosen(self) -> None:
        self._open(self.table.chosen_id())

    def _edit(self, shown: OpenConflict) -> None:
        self.conflict.begin_editing(shown, self._today)

    def _put_editor_away(self) -> None:
        self.conflict.end_editing()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _settle(self, shown: OpenConflict, now: FieldValue) -> None:
        """Say which value shall stand; no further one is taken before this one is written."""
        self._is_deciding = True
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.conflict.end_editing()
        self._show_chosen(self.table.chosen_id())
        self.settled.emit(shown, now)


_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
