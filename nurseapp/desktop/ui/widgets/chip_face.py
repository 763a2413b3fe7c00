"""What a status chip says, and the shape that says it without colour.

Must not decide which status something has: a service does. Read by chips, cells and status lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from nurseapp.desktop.ui.theme.palette import Pair, Palette


class ChipKind(Enum):
    """A status; its value is the shape that stands for it."""

    ON_TIME = "●"
    DUE = "▲"
    OVERDUE = "■"
    SAFETY = "⬢"
    NEUTRAL = "○"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipFace:
    """A status in words that a person reads, and its kind."""

    kind: ChipKind
    words: str


def colours_of(palette: Palette, kind: ChipKind) -> Pair:
    """Return the text and the ground of a status in a palette."""
    pairs = {
        ChipKind.ON_TIME: palette.on_time,
        ChipKind.DUE: palette.due,
        ChipKind.OVERDUE: palette.overdue,
        ChipKind.SAFETY: palette.safety,
        ChipKind.NEUTRAL: palette.neutral,
    }
    return pairs[kind]


def paint_shape(painter: QPainter, kind: ChipKind, box: QRectF, colour: QColor) -> None:
    """Paint the shape of a status into a square box.

    Painted, not set as a letter: fonts disagree about the size and height of these signs.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if kind is ChipKind.ON_TIME:
        painter.drawEllipse(box)
    elif kind is ChipKind.NEUTRAL:
        width = max(1.5, box.width() * 0.15)
        painter.setPen(QPen(colour, width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box.adjusted(width / 2, width / 2, -width / 2, -width / 2))
    elif kind is ChipKind.OVERDUE:
        inset = box.width() * 0.06
        painter.drawRect(box.adjusted(inset, inset, -inset, -inset))
    elif kind is ChipKind.DUE:
        painter.drawPolygon(QPolygonF([box.bottomLeft(), _top(box), box.bottomRight()]))
    else:
        painter.drawPolygon(_hexagon(box))
    painter.restore()


def _top(box: QRectF) -> QPointF:
    return QPointF(box.center().x(), box.top())


def _hexagon(box: QRectF) -> QPolygonF:
    centre, radius = box.center(), box.width() / 2
    corners = [pi / 6 + step * pi / 3 for step in range(6)]
    return QPolygonF([centre + QPointF(cos(a), sin(a)) * radius for a in corners])
