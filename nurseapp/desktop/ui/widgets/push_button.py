"""A push button that Enter presses as the space bar does, on every system.

Stands alone, so that the lock page need not load what keys and actions cost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from nurseapp.desktop.ui.theme.looks import Look, dress

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent


class PushButton(QPushButton):
    """Show words in a look."""

    def __init__(self, words: str, look: Look = Look.PLAIN, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        dress(self, look)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button; on the primary one the focus ring stands inside, where it is seen."""
        super().paintEvent(event)
        if self.hasFocus() and self.property("look") == Look.PRIMARY.value:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.HighlightedText), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 3, -3, -3), 4, 4)
