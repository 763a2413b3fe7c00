"""The question that stands over all items, lit when it is repeated."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from nurseapp.desktop.ui.case.announcing import announce
from nurseapp.desktop.ui.theme.theme import Theme


class Stem(QLabel):
    """Show the wording that is read to the member before the items, verbatim."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_lit = False
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setContentsMargins(8, 2, 8, 2)

    def repeat(self) -> None:
        """Light the words and have them read aloud."""
        self._is_lit = True
        self.update()
        announce(self, self.text())

    def rest(self) -> None:
        """Stand quietly again."""
        self._is_lit = False
        self.update()

    def is_lit(self) -> bool:
        """Tell whether the words are lit."""
        return self._is_lit

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._is_lit:
            palette = self._theme.palette
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(palette.accent))
            painter.setBrush(QColor(palette.soft))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
            painter.end()
        super().paintEvent(event)
