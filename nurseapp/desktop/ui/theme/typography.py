"""The fonts and their sizes: a few steps, scaled by the system's text size and by the zoom.

Must not know colours. Called by Theme and, for their own painting, by widgets.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

ZOOMS = (100, 110, 125, 150, 175, 200)
"""The steps of the zoom, in per cent."""

UI_FONT_FILES = ("Inter-Regular.otf", "Inter-SemiBold.otf")
DESIGN_BODY_PX = 13


class Step(IntEnum):
    """A size of type, in pixels at 100 %."""

    SMALL = 12
    BODY = 13
    PANEL_TITLE = 15
    PAGE_TITLE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Typography:
    """One family at one scale.

    Attributes:
        family: the font family, as the font database names it.
        system_px: the size of the system's own text; smaller than 13 counts as 13.
        zoom: per cent, one of ZOOMS.
    """

    family: str
    system_px: int = DESIGN_BODY_PX
    zoom: int = 100

    @property
    def scale(self) -> float:
        """Return what every size of the design is multiplied by."""
        return max(self.system_px, DESIGN_BODY_PX) / DESIGN_BODY_PX * self.zoom / 100

    def px(self, design: float) -> int:
        """Scale a length of the design to pixels."""
        return round(design * self.scale)

    def font(self, step: Step = Step.BODY, *, strong: bool = False) -> QFont:
        """Make the font of a step, with figures of equal width."""
        font = QFont(self.family)
        font.setPixelSize(self.px(step))
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font


def load_typography(fonts: Path, system: QFont, dots_per_inch: float) -> Typography:
    """Load the desktop's own fonts from a folder; where they are missing, take the system's.

    The size is reckoned, not asked of QFontInfo, which would look for a font nobody uses.
    """
    numbers = [QFontDatabase.addApplicationFont(str(fonts / name)) for name in UI_FONT_FILES]
    loaded = [QFontDatabase.applicationFontFamilies(number) for number in numbers if number >= 0]
    points = system.pointSizeF()
    pixels = round(points * dots_per_inch / 72) if points > 0 else system.pixelSize()
    return Typography(family=loaded[0][0] if loaded else system.family(), system_px=pixels)


def next_zoom(zoom: int, steps: int) -> int:
    """Return the zoom that lies some steps up (positive) or down, staying within ZOOMS."""
    index = ZOOMS.index(zoom) + steps
    return ZOOMS[max(0, min(index, len(ZOOMS) - 1))]
