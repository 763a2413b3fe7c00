"""Paints status chips at the theme's size, one or several in a row, never cut.

Must not keep anything itself: the look may change between two paintings. The same few statuses
stand in every row, so their pictures are kept by the theme's Drawing. Called by Chip and by the
cells of tables and trees.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle

from nurseapp.desktop.ui.theme.palette import Pair
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.theme.typography import Step
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, colours_of, paint_shape
from nurseapp.desktop.ui.widgets.line_painter import paint_line


class ChipPainter:
    """Measure and paint chips."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def size(self, face: ChipFace) -> QSize:
        """Return the room that a chip needs to be read whole."""
        words = self._theme.drawing.width(face.words, Step.SMALL, strong=True) + 1
        return QSize(self._around_words() + words, self._theme.drawing.px(21))

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
        sizes = [self.size(face) for face in faces]
        shown = self._fitting([size.width() for size in sizes], room.width())
        left_out = f"+{len(faces) - shown}" if shown < len(faces) else ""
        counted = self._count_width(left_out) if left_out else 0
        left = room.left()
        for face, size in zip(faces[:shown], sizes, strict=False):
            width = min(size.width(), room.right() + 1 - left - counted)
            top = room.top() + (room.height() - size.height()) // 2
            box = QRect(left, top, width, size.height())
            self.paint(painter, QStyle.visualRect(direction, room, box), face, set_off=set_off)
            left += width + self._gap()
        if left_out:
            box = QRect(left, room.top(), room.right() + 1 - left, room.height())
            painter.save()
            painter.setFont(self._theme.drawing.font(Step.SMALL, strong=True))
            painter.setPen(self._theme.drawing.colour(self._theme.palette.ink))
            painter.drawText(QStyle.visualRect(direction, room, box), _leading(direction), left_out)
            painter.restore()

    def fitting(self, faces: Sequence[ChipFace], width: int) -> int:
        """Return how many chips fit, with the count of the others; at least one."""
        return self._fitting([self.size(face).width() for face in faces], width)

    def paint(
        self, painter: QPainter, box: QRect, face: ChipFace, *, set_off: bool = False
    ) -> None:
        """Paint one chip into its box, shortening its words when the box is too small."""
        direction, ratio = painter.layoutDirection(), painter.device().devicePixelRatio()
        looks = (face, box.width(), box.height(), direction, set_off, ratio)
        picture = self._theme.drawing.picture(looks)
        if picture is None:
            picture = QPixmap(box.size() * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            into = QPainter(picture)
            into.setLayoutDirection(direction)
            self._paint(into, QRect(QPoint(0, 0), box.size()), face, set_off=set_off)
            into.end()
            self._theme.drawing.keep_picture(looks, picture)
        painter.drawPixmap(box.topLeft(), picture)

    def _paint(self, painter: QPainter, box: QRect, face: ChipFace, *, set_off: bool) -> None:
        direction = painter.layoutDirection()
        drawing = self._theme.drawing
        colours = colours_of(self._theme.palette, face.kind)
        text = drawing.colour(colours.text)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, box, colours, set_off)
        side, before = drawing.px(10), drawing.px(9)
        shape = QRect(box.left() + before, box.top() + (box.height() - side) // 2, side, side)
        shape = QStyle.visualRect(direction, box, shape)
        paint_shape(painter, face.kind, QRectF(shape), text)
        words = box.adjusted(before + side + drawing.px(4), 0, -drawing.px(10), 0)
        painter.setFont(drawing.font(Step.SMALL, strong=True))
        painter.setPen(text)
        words = QStyle.visualRect(direction, box, words)
        paint_line(painter, words, face.words, self._metrics())

    def _fitting(self, widths: Sequence[int], room: int) -> int:
        for shown in range(len(widths), 1, -1):
            needed = sum(widths[:shown]) + self._gap() * (shown - 1)
            if shown < len(widths):
                needed += self._count_width(f"+{len(widths) - shown}")
            if needed <= room:
                return shown
        return min(1, len(widths))

    def _paint_ground(self, painter: QPainter, box: QRect, colours: Pair, set_off: bool) -> None:
        palette, drawing = self._theme.palette, self._theme.drawing
        edge = drawing.colour(palette.line if palette.outlined else colours.ground)
        if set_off and not palette.outlined:
            edge = QColor(colours.text)
            edge.setAlphaF(0.4)
        painter.setPen(QPen(edge, 1))
        painter.setBrush(drawing.colour(colours.ground))
        frame = QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, frame.height() / 2, frame.height() / 2)

    def _gap(self) -> int:
        return self._theme.drawing.px(8)

    def _count_width(self, words: str) -> int:
        return self._theme.drawing.width(words, Step.SMALL, strong=True) + self._gap()

    def _metrics(self) -> QFontMetrics:
        return self._theme.drawing.metrics(Step.SMALL, strong=True)

    def _around_words(self) -> int:
        px = self._theme.drawing.px
        return px(9) + px(10) + px(4) + px(10)


def _leading(direction: Qt.LayoutDirection) -> Qt.AlignmentFlag:
    edge = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    return QStyle.visualAlignment(direction, edge)
