"""The page of conflicts: what both sides saw and wanted, side by side.

Must not decide who is right: a person does, and says so by signal.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from nurseapp.desktop.services.conflicts import OpenConflict, Side
from nurseapp.desktop.ui.caseload.line_words import list_name
from nurseapp.desktop.ui.inbox.value_words import value_words
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton
from nurseapp.desktop.ui.widgets.columns import Column, Emphasis
from nurseapp.desktop.ui.widgets.data_table import DataTable
from nurseapp.desktop.ui.widgets.panel import PageHeader, Panel, TableFrame
from nurseapp.desktop.ui.widgets.states import EmptyState
from nurseapp.desktop.ui.wording.days import moment_words
from nurseapp.desktop.ui.wording.records import field_words


class InboxView(QWidget):
    """Show open conflicts, one of them in full.

    Signals:
        case_opened(object): the case id of a conflict.
        settled(object, object): the OpenConflict, and the Side that shall stand.
    """

    case_opened = Signal(object)
    settled = Signal(object, object)

    def __init__(self, theme: Theme, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._today = date.min
        self._conflicts: dict[object, OpenConflict] = {}
        self._header = PageHeader(self.tr("Inbox"), self)
        self.table: DataTable[OpenConflict] = DataTable(
            theme, self._columns(), lambda c: c.conflict.id, self.tr("Conflicts"), self
        )
        self._was, self._theirs, self._mine = (_Value(self) for _ in range(3))
        self._panel = Panel(self.tr("Both changed the same thing"), self)
        self._empty = EmptyState(self)
        self._stack = QStackedWidget(self)
        self._make_actions()
        self._lay_out()
        self.table.row_chosen.connect(self._show_chosen)
        self.table.row_opened.connect(self._open)

    def show_conflicts(self, conflicts: Sequence[OpenConflict], today: date) -> None:
        """Show these conflicts; nothing is settled by showing them."""
        self._today = today
        self._conflicts = {c.conflict.id: c for c in conflicts}
        self._header.set_subtitle(self.tr("%n to decide", "", len(conflicts)))
        self.table.set_rows(conflicts)
        self._stack.setCurrentIndex(0 if conflicts else 1)
        if conflicts and self.table.chosen_id() is None:
            self.table.choose(conflicts[0].conflict.id)
        self._show_chosen(self.table.chosen_id())

    def set_can_settle(self, can_settle: bool) -> None:
        """Let the reader decide, or only look."""
        for action in (self.keep_mine, self.keep_theirs):
            action.setEnabled(can_settle)

    def _make_actions(self) -> None:
        self.keep_mine = self._action(self.tr("Take the later wish"), "Ctrl+Left", Side.MINE)
        self.keep_theirs = self._action(self.tr("Leave as it stands"), "Ctrl+Right", Side.THEIRS)

    def _action(self, words: str, key: str, side: Side) -> QAction:
        action = QAction(words, self)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setData(side)
        action.triggered.connect(self._settle)
        self.addAction(action)
        return action

    def _lay_out(self) -> None:
        values = QHBoxLayout()
        values.setSpacing(24)
        for value in (self._was, self._mine, self._theirs):
            values.addWidget(value, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch(1)
        buttons.addWidget(ActionButton(self.keep_mine, parent=self))
        buttons.addWidget(ActionButton(self.keep_theirs, parent=self))
        self._panel.body.addLayout(values)
        self._panel.body.addLayout(buttons)
        both = QWidget(self)
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(TableFrame(self.table, self), 1)
        column.addWidget(self._panel)
        self._stack.addWidget(both)
        self._stack.addWidget(self._empty)
        self._empty.set_content(
            self.tr("Nothing to decide"),
            self.tr("When two people change the same thing differently, both values appear here."),
        )
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 16, 24, 12)
        page.setSpacing(12)
        page.addWidget(self._header)
        page.addWidget(self._stack, 1)
        self.setFocusProxy(self.table)

    def _columns(self) -> tuple[Column[OpenConflict], ...]:
        return (
            Column(
                name="member",
                title=self.tr("Member"),
                words=lambda c: list_name(c.row),
                emphasis=Emphasis.STRONG,
                width=200,
            ),
            Column(
                name="field",
                title=self.tr("What"),
                words=lambda c: field_words(c.conflict.of_kind, c.conflict.field),
                width=220,
                grows=True,
            ),
            Column(name="by", title=self.tr("Wanted by"), words=lambda c: c.by_name, width=180),
            Column(
                name="at",
                title=self.tr("When"),
                words=lambda c: moment_words(c.conflict.at, self._today, self._zone),
                emphasis=Emphasis.DIM,
                width=160,
            ),
        )

    def _show_chosen(self, conflict_id: object) -> None:
        chosen = self._conflicts.get(conflict_id)
        self._panel.setVisible(chosen is not None)
        if chosen is None:
            return
        conflict = chosen.conflict
        what = field_words(conflict.of_kind, conflict.field)
        self._panel.set_title(list_name(chosen.row), what)
        self._was.show_value(self.tr("What was seen"), value_words(conflict.was))
        wanted = self.tr("What %1 wanted").replace("%1", chosen.by_name)
        self._mine.show_value(wanted, value_words(conflict.mine))
        self._theirs.show_value(self.tr("What stands"), value_words(conflict.theirs))

    def _open(self, conflict_id: object) -> None:
        self.case_opened.emit(self._conflicts[conflict_id].row.case)

    def _settle(self) -> None:
        chosen = self._conflicts.get(self.table.chosen_id())
        action = self.sender()
        if chosen is not None and isinstance(action, QAction):
            self.settled.emit(chosen, action.data())


class _Value(QWidget):
    """One side of a conflict."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title, self._words = QLabel(self), QLabel(self)
        dress(self._title, Look.DIM)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for label in (self._title, self._words):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            column.addWidget(label)
        column.addStretch(1)

    def show_value(self, title: str, words: str) -> None:
        """Show a value under its title."""
        self._title.setText(title)
        self._words.setText(words or "—")
        self.setAccessibleName(f"{title}: {words}")
