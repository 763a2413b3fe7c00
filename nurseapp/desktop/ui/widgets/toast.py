"""The toast: says what was just done and how to undo it. For nothing else, and never modal.

It only asks to undo; the room does it. What it offers stays in the Edit menu after it is gone.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.widgets.buttons import ActionButton

SHOWN_MS = 10_000
MARGIN = 24


class Toast(QFrame):
    """Float above the foot of a page; it stays while the pointer or the focus is on it."""

    def __init__(self, undo: QAction, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        dress(self, Look.TOAST)
        self._words = QLabel(self)
        self._button = ActionButton(undo, look=Look.LINK, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(16)
        row.addWidget(self._words)
        row.addWidget(self._button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self.leave)
        undo.triggered.connect(self.hide)
        page.installEventFilter(self)
        self.hide()

    def say(self, words: str) -> None:
        """Show what was done, for ten seconds."""
        self._words.setText(words)
        self.setAccessibleName(words)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def leave(self) -> None:
        """Go, unless somebody is about to press the button; then wait as long again."""
        if self.underMouse() or self._button.hasFocus():
            self._timer.start()
        else:
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.adjustSize()
        left = (self._page.width() - self.width()) // 2
        self.move(max(MARGIN, left), self._page.height() - self.height() - MARGIN)
