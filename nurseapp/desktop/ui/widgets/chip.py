"""A status as a widget: a chip, a row of chips, a shape alone, a line of text.

Must not be used inside tables: cells paint chips themselves. Filled by rooms through `set_faces`.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStyle, QWidget

from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind, colours_of, paint_shape
from nurseapp.desktop.ui.widgets.chip_painter import ChipPainter

GAP = 8


class Chip(QLabel):
    """Show one status: shape, word, colour. A label, so that screen readers read its word."""

    def __init__(self, theme: Theme, face: ChipFace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._painter = ChipPainter(theme)
        self._face = face
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        self.set_face(face)

    def set_face(self, face: ChipFace) -> None:
        """Show another status."""
        self._face = face
        self.setText(face.words)
        self.setToolTip(face.words)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return self._painter.size(self._face)

    def minimumSizeHint(self) -> QSize:
        shortest = ChipFace(kind=self._face.kind, words=f"{self._face.words[:2]}…")
        return self._painter.size(shortest)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        self._painter.paint(painter, self.rect(), self._face)


class ChipRow(QWidget):
    """Show several statuses side by side, in further lines where the width asks for it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._painter = ChipPainter(theme)
        self._faces: tuple[ChipFace, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)

    def set_faces(self, faces: Sequence[ChipFace]) -> None:
        """Replace all chips."""
        hint = self.sizeHint()
        self._faces = tuple(faces)
        words = ", ".join(face.words for face in faces)
        self.setAccessibleName(words)
        self.setVisible(bool(faces))
        if self.sizeHint() != hint:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        sizes = [self._painter.size(face) for face in self._faces]
        width = sum(size.width() + GAP for size in sizes) - GAP
        return QSize(max(width, 0), max((size.height() for size in sizes), default=0))

    def minimumSizeHint(self) -> QSize:
        widest = max((self._painter.size(face).width() for face in self._faces), default=0)
        return QSize(widest, self.sizeHint().height())

    def heightForWidth(self, width: int) -> int:
        return max((box.bottom() + 1 for box in self._boxes(width)), default=0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        for face, box in zip(self._faces, self._boxes(self.width()), strict=True):
            seen = QStyle.visualRect(self.layoutDirection(), self.rect(), box)
            self._painter.paint(painter, seen, face)

    def _boxes(self, width: int) -> list[QRect]:
        boxes = []
        corner = QPoint(0, 0)
        for face in self._faces:
            size = self._painter.size(face)
            if corner.x() and corner.x() + size.width() > width:
                corner = QPoint(0, corner.y() + size.height() + GAP // 2)
            boxes.append(QRect(corner, size.boundedTo(QSize(width, size.height()))))
            corner += QPoint(size.width() + GAP, 0)
        return boxes


class ShapeMark(QWidget):
    """Show the shape of a status alone, as high as a line of the words that stand beside it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind = ChipKind.NEUTRAL
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_kind(self, kind: ChipKind) -> None:
        """Show the shape of another status."""
        self._kind = kind
        self.update()

    def sizeHint(self) -> QSize:
        line = QFontMetrics(self._theme.typography.font()).height()
        return QSize(self._theme.typography.px(10), line)

    def paintEvent(self, _event: QPaintEvent) -> None:
        side = self._theme.typography.px(10)
        box = QRectF(0, (self.height() - side) / 2, side, side)
        colour = QColor(colours_of(self._theme.palette, self._kind).bare)
        paint_shape(QPainter(self), self._kind, box, colour)


class StatusLine(QWidget):
    """Show a status as a sentence that may wrap, its shape before it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind = ChipKind.NEUTRAL
        self._mark = ShapeMark(theme, self)
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        theme.changed.connect(self._recolour)

    def set_face(self, face: ChipFace) -> None:
        """Show another status."""
        self._kind = face.kind
        self._mark.set_kind(face.kind)
        self._words.setText(face.words)
        self._recolour()

    def words(self) -> str:
        """Return the sentence shown, for what announces it."""
        return self._words.text()

    def _recolour(self) -> None:
        colours = QPalette(self._words.palette())
        bare = QColor(colours_of(self._theme.palette, self._kind).bare)
        colours.setColor(QPalette.ColorRole.WindowText, bare)
        self._words.setPalette(colours)
