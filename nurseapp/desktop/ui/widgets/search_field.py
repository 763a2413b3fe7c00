"""The search field of a list, with its key in the placeholder. It asks; the room searches."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget


class SearchField(QLineEdit):
    """Take what to search for; Escape empties it, the down key goes on to what was found.

    Signals:
        search_changed(str): what stands in the field, after every keystroke.
        left_downwards(): the nurse wants to go on to the list.
    """

    search_changed = Signal(str)
    left_downwards = Signal()

    def __init__(self, words: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(f"{words}   {key}")
        self.setAccessibleName(words)
        self.setMinimumWidth(160)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self.search_changed)
        QShortcut(QKeySequence(key), self).activated.connect(self._take_focus)

    def sizeHint(self) -> QSize:
        letters = self.fontMetrics().averageCharWidth() * 44
        return QSize(letters, super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left_downwards.emit()
        else:
            super().keyPressEvent(event)

    def _take_focus(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
