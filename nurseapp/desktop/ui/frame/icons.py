"""The icons of the rail, drawn as SVG in one colour and tinted when they are painted.

Reads `resources/icons/`. Must not be imported before the unlocking: the SVG module costs time.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtSvg import QSvgRenderer


class Icons:
    """Paint icons by name from a folder of SVG files that use `currentColor`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[tuple[str, str], QSvgRenderer] = {}

    def paint(self, painter: QPainter, name: str, box: QRectF, colour: QColor) -> None:
        """Paint an icon into a square box.

        Raises OSError when there is no icon of that name.
        """
        tint = colour.name()
        if (name, tint) not in self._made:
            drawn = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
            data = QByteArray(drawn.replace("currentColor", tint).encode())
            self._made[name, tint] = QSvgRenderer(data)
        self._made[name, tint].render(painter, box)
