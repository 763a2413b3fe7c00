"""Paints one line of words into a box, ended by an ellipsis where it has no room.

QPainter can place words into a box by itself, but lays them out twice for it; a page paints a
hundred such lines. Called by all that paint their own words.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from nurseapp.desktop.ui.theme.drawing import Drawing


def paint_line(
    painter: QPainter, box: QRect, words: str, metrics: QFontMetrics, *, trailing: bool = False
) -> str:
    """Paint words at the leading or the trailing edge, centred in height; return what is shown.

    Pen, font and layout direction are the painter's; ``metrics`` must be those of its font.
    """
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width())
    if shown:
        is_ltr = painter.layoutDirection() is Qt.LayoutDirection.LeftToRight
        left = box.left()
        if trailing is is_ltr:
            left += box.width() - metrics.horizontalAdvance(shown)
        down = (box.height() - metrics.height()) // 2 + metrics.ascent()
        painter.drawText(left, box.top() + down, shown)
    return shown


class LinePainter:
    """Paint words of the body's size as :func:`paint_line` does, laid out once for many paintings.

    The pen is the painter's. Nobody else may set its font or its direction meanwhile: to ask for
    them, and to set them again, costs a quarter of what painting a word does.

    Attributes:
        painter: what it paints with.
        direction: in which lines are read.
    """

    def __init__(self, painter: QPainter, drawing: Drawing) -> None:
        self.painter = painter
        self.direction = painter.layoutDirection()
        self._is_ltr = self.direction is Qt.LayoutDirection.LeftToRight
        self._drawing = drawing
        self._is_strong: bool | None = None

    def paint(
        self, box: QRect, words: str, *, strong: bool = False, trailing: bool = False
    ) -> None:
        """Paint words at the leading or the trailing edge of a box, centred in its height."""
        line = self._drawing.line(words, box.width(), is_ltr=self._is_ltr, strong=strong)
        left = box.left()
        if trailing is self._is_ltr:
            left += box.width() - line.width
        if strong is not self._is_strong:
            self.painter.setFont(self._drawing.font(strong=strong))
            self._is_strong = strong
        top = box.top() + (box.height() - line.height) // 2
        self.painter.drawStaticText(left, top, line.words)
