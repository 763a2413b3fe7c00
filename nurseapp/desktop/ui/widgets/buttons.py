"""Buttons that carry their key in the label, alone or as the face of an action.

Must not hold an act of their own: they emit `clicked` or trigger the action. Used by rooms.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QPushButton, QWidget

from nurseapp.desktop.ui.theme.looks import Look, dress


class KeyButton(QPushButton):
    """A push button that shows its key after its words; Enter presses it as the space bar does.

    `key` is written as Qt's portable text, such as `Ctrl+N`; it works wherever the button is seen.
    """

    def __init__(
        self,
        words: str,
        *,
        key: str = "",
        look: Look = Look.PLAIN,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        dress(self, look)
        self._shown_key = QKeySequence(key)
        self.set_words(words)
        self.setShortcut(self._shown_key)

    def set_words(self, words: str) -> None:
        """Change the words, keeping the key."""
        shortcut = self.shortcut()
        key = self._shown_key.toString(QKeySequence.SequenceFormat.NativeText)
        self.setText(f"{words}   {key}" if key else words)
        self.setAccessibleName(words.replace("&", ""))
        self.setShortcut(shortcut)  # QAbstractButton.setText forgets it

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button; on the primary one the focus ring stands inside, where it is seen."""
        super().paintEvent(event)
        if not self.hasFocus() or self.property("look") != Look.PRIMARY.value:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour: QColor = self.palette().color(QPalette.ColorRole.HighlightedText)
        painter.setPen(QPen(colour, 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 3, -3, -3), 4, 4)


class ActionButton(KeyButton):
    """The face of an action: its words, its key, and whether it can be done.

    The key belongs to the action, so that menus, the command palette and the button agree.
    """

    def __init__(
        self, action: QAction, *, look: Look = Look.PLAIN, parent: QWidget | None = None
    ) -> None:
        super().__init__(action.text(), look=look, parent=parent)
        self._action = action
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self._shown_key = self._action.shortcut()
        self.set_words(self._action.text().replace("&", ""))
        self.setToolTip(self._action.statusTip())
        self.setEnabled(self._action.isEnabled())
        self.setVisible(self._action.isVisible())
