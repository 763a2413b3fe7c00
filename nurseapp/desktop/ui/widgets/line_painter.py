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


def paint_kept_line(
    painter: QPainter,
    box: QRect,
    words: str,
    drawing: Drawing,
    *,
    strong: bool = False,
    trailing: bool = False,
) -> None:
    """Paint words of the body's size as :func:`paint_line` does, laid out once for many paintings.

    The pen and the layout direction are the painter's.
    """
    direction = painter.layoutDirection()
    line = drawing.line(words, box.width(), direction, strong=strong)
    left = box.left()
    if trailing is (direction is Qt.LayoutDirection.LeftToRight):
        left += box.width() - line.width
    painter.setFont(drawing.font(strong=strong))
    painter.drawStaticText(left, box.top() + (box.height() - line.height) // 2, line.words)
