"""A label of one line that ends in an ellipsis where it has no room, never inside a letter."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from nurseapp.desktop.ui.widgets.line_painter import paint_line


class ElidedLabel(QLabel):
    """Show one line of plain text; the whole of it is the tool tip and the accessible name."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show another text."""
        self.setText(text)
        self.setAccessibleName(text)

    def minimumSizeHint(self) -> QSize:
        short = self.fontMetrics().horizontalAdvance(f"{self.text()[:3]}…")
        return QSize(min(short, self.sizeHint().width()), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        room = self.contentsRect()
        metrics = self.fontMetrics()
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = paint_line(painter, room, self.text(), metrics)
        whole = "" if shown == self.text() else self.text()
        if self.toolTip() != whole:
            self.setToolTip(whole)
