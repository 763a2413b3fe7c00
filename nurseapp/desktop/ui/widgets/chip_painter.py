"""Paints status chips at the theme's size, one or several in a row, never cut.

Must not keep colours or fonts: the theme may change between two paintings. Called by Chip and by
the cells of tables and trees.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle

from nurseapp.desktop.ui.theme.palette import Pair
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.theme.typography import Step
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, colours_of, paint_shape


class ChipPainter:
    """Measure and paint chips."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def size(self, face: ChipFace) -> QSize:
        """Return the room that a chip needs to be read whole."""
        words = self._metrics().horizontalAdvance(face.words) + 1
        return QSize(self._around_words() + words, self._theme.typography.px(21))

    def paint_row(
        self,
        painter: QPainter,
        room: QRect,
        faces: Sequence[ChipFace],
        direction: Qt.LayoutDirection,
        *,
        set_off: bool = False,
    ) -> None:
        """Paint chips from the leading edge of a room, centred in its height.

        Chips that do not fit are counted after the last one; a first one too long ends in an
        ellipsis. `set_off` outlines them, for a ground other than the panel's.
        """
        shown = self.fitting(faces, room.width())
        left_out = f"+{len(faces) - shown}" if shown < len(faces) else ""
        counted = self._count_width(left_out) if left_out else 0
        left = room.left()
        for face in faces[:shown]:
            size = self.size(face)
            width = min(size.width(), room.right() + 1 - left - counted)
            top = room.top() + (room.height() - size.height()) // 2
            box = QRect(left, top, width, size.height())
            self.paint(painter, QStyle.visualRect(direction, room, box), face, set_off=set_off)
            left += width + self._gap()
        if left_out:
            box = QRect(left, room.top(), room.right() + 1 - left, room.height())
            painter.setFont(self._theme.typography.font(Step.SMALL, strong=True))
            painter.setPen(QColor(self._theme.palette.ink))
            painter.drawText(QStyle.visualRect(direction, room, box), _leading(direction), left_out)

    def fitting(self, faces: Sequence[ChipFace], width: int) -> int:
        """Return how many chips fit, with the count of the others; at least one."""
        widths = [self.size(face).width() for face in faces]
        for shown in range(len(faces), 1, -1):
            needed = sum(widths[:shown]) + self._gap() * (shown - 1)
            if shown < len(faces):
                needed += self._count_width(f"+{len(faces) - shown}")
            if needed <= width:
                return shown
        return min(1, len(faces))

    def paint(
        self, painter: QPainter, box: QRect, face: ChipFace, *, set_off: bool = False
    ) -> None:
        """Paint one chip into its box, shortening its words when the box is too small."""
        direction = painter.layoutDirection()
        px = self._theme.typography.px
        colours = colours_of(self._theme.palette, face.kind)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, box, colours, set_off)
        side = px(10)
        shape = QRect(box.left() + px(9), box.top() + (box.height() - side) // 2, side, side)
        shape = QStyle.visualRect(direction, box, shape)
        paint_shape(painter, face.kind, QRectF(shape), QColor(colours.text))
        lead = px(9) + side + px(4)
        words = box.adjusted(lead, 0, 0, 0)
        shown = self._metrics().elidedText(
            face.words, Qt.TextElideMode.ElideRight, box.width() - self._around_words()
        )
        painter.setFont(self._theme.typography.font(Step.SMALL, strong=True))
        painter.setPen(QColor(colours.text))
        painter.drawText(QStyle.visualRect(direction, box, words), _leading(direction), shown)
        painter.restore()

    def _paint_ground(self, painter: QPainter, box: QRect, colours: Pair, set_off: bool) -> None:
        palette = self._theme.palette
        edge = QColor(palette.line if palette.outlined else colours.ground)
        if set_off and not palette.outlined:
            edge = QColor(colours.text)
            edge.setAlphaF(0.4)
        painter.setPen(QPen(edge, 1))
        painter.setBrush(QColor(colours.ground))
        frame = QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, frame.height() / 2, frame.height() / 2)

    def _gap(self) -> int:
        return self._theme.typography.px(8)

    def _count_width(self, words: str) -> int:
        return self._metrics().horizontalAdvance(words) + self._gap()

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self._theme.typography.font(Step.SMALL, strong=True))

    def _around_words(self) -> int:
        px = self._theme.typography.px
        return px(9) + px(10) + px(4) + px(10)


def _leading(direction: Qt.LayoutDirection) -> Qt.AlignmentFlag:
    edge = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    return QStyle.visualAlignment(direction, edge)
