"""The command palette: every action that can be done now, found by typing.

Must not know what an action does: it triggers it and closes. Opened by MainWindow.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QLineEdit, QVBoxLayout, QWidget

from nurseapp.desktop.ui.frame.menus import Command
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.columns import Column, Emphasis
from nurseapp.desktop.ui.widgets.data_table import DataTable

WIDTH_PX = 560
HEIGHT_PX = 420
TOP_PX = 72
_TO_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class CommandPalette(QDialog):
    """Take a few letters and run the command that they mean.

    The focus stays in the field; up and down choose in the list, Enter runs, Escape closes.
    """

    def __init__(self, theme: Theme, commands: Sequence[Command], window: QWidget) -> None:
        super().__init__(window, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setWindowTitle(self.tr("Commands"))
        self._commands = [command for command in commands if _can_run(command.action)]
        self._field = QLineEdit(self)
        self._field.setPlaceholderText(self.tr("What do you want to do?"))
        self._field.setAccessibleName(self.tr("What do you want to do?"))
        self._field.textChanged.connect(self._filter)
        self._field.installEventFilter(self)
        self._table = DataTable[Command](
            theme, self._columns(), attrgetter("action"), self.tr("Commands"), self
        )
        self._table.horizontalHeader().hide()
        self._table.row_opened.connect(self._run)
        self._lay_out(theme, window)
        self._filter("")
        self._field.setFocus()

    def shown_words(self) -> list[str]:
        """Return the words of the commands found."""
        return [command.words for command in self._found(self._field.text())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the field pass on the keys that move in the list."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in _TO_LIST:
                self._table.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self._table.chosen_id())
                return True
        return super().eventFilter(watched, event)

    def _columns(self) -> tuple[Column[Command], ...]:
        return (
            Column(name="words", title="", words=attrgetter("words"), grows=True),
            Column(
                name="menu",
                title="",
                words=attrgetter("menu"),
                emphasis=Emphasis.DIM,
                width=80,
                numeric=True,
            ),
            Column(
                name="key",
                title="",
                words=attrgetter("key"),
                emphasis=Emphasis.DIM,
                width=128,
                numeric=True,
            ),
        )

    def _lay_out(self, theme: Theme, window: QWidget) -> None:
        sheet = QFrame(self)
        dress(sheet, Look.SHEET)
        column = QVBoxLayout(sheet)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self._field)
        column.addWidget(self._table)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(sheet)
        px = theme.typography.px
        area = window.rect()
        width, height = min(px(WIDTH_PX), area.width()), min(px(HEIGHT_PX), area.height() - TOP_PX)
        corner = window.mapToGlobal(area.topLeft())
        self.setGeometry(
            corner.x() + (area.width() - width) // 2, corner.y() + TOP_PX, width, height
        )

    def _found(self, text: str) -> list[Command]:
        wanted = text.casefold().split()
        return [
            command
            for command in self._commands
            if all(part in f"{command.words} {command.menu}".casefold() for part in wanted)
        ]

    def _filter(self, text: str) -> None:
        found = self._found(text)
        self._table.set_rows(found)
        if found:
            self._table.choose(found[0].action)

    def _run(self, action: object) -> None:
        if isinstance(action, QAction):
            self.accept()
            action.trigger()


def _can_run(action: QAction) -> bool:
    return action.isEnabled() and action.isVisible() and bool(action.text())
