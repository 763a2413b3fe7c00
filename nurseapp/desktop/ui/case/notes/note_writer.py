"""A place to write a note or an addendum. What is half typed is said at each change."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QWidget

from nurseapp.desktop.ui.case.notes.notes_actions import NotesActions
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.widgets.buttons import ActionButton
from nurseapp.desktop.ui.widgets.panel import Panel


class NoteWriter(Panel):
    """Write.

    Signals:
        text_changed(str): what stands there now.
        given_up(): Escape was pressed.
    """

    text_changed = Signal(str)
    given_up = Signal()

    def __init__(self, actions: NotesActions, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._text = QPlainTextEdit(self)
        self._text.setTabChangesFocus(True)
        self._text.textChanged.connect(self._tell_changed)
        self._foot = QLabel(self)
        self._foot.setWordWrap(True)
        dress(self._foot, Look.DIM)
        row = QHBoxLayout()
        row.addWidget(self._foot, 1)
        row.addWidget(ActionButton(actions.save, look=Look.PRIMARY, parent=self))
        self.body.addWidget(self._text, 1)
        self.body.addLayout(row)
        self.setFocusProxy(self._text)

    def begin(self, title: str, aside: str) -> None:
        """Begin with an empty page."""
        self.set_title(title, aside)
        self._text.setAccessibleName(" ".join((title, aside)).strip())
        with QSignalBlocker(self._text):
            self._text.clear()

    def restore(self, text: str) -> None:
        """Bring back what was half typed, the cursor behind it."""
        with QSignalBlocker(self._text):
            self._text.setPlainText(text)
        self._text.moveCursor(QTextCursor.MoveOperation.End)

    def text(self) -> str:
        """Give what stands there."""
        return self._text.toPlainText().strip()

    def set_read_only(self, is_read_only: bool) -> None:
        """Let nothing be written, for who may only read."""
        self._text.setReadOnly(is_read_only)

    def set_foot(self, words: str) -> None:
        """Say what is kept."""
        self._foot.setText(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def _tell_changed(self) -> None:
        self.text_changed.emit(self._text.toPlainText())
