"""Fonts, measures and colours of the look in force, made once for all that paints itself.

A cell of a long list must not make a font to paint a word. Held by Theme, thrown away when the
look changes. Statuses, dates and titles stand in many rows: it keeps some hundreds of them as they
were laid out, and the pictures of chips, for as long as the program is open to its nurse.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPixmap,
    QStaticText,
    QTextOption,
    QTransform,
)

from nurseapp.desktop.ui.theme.typography import Step, Typography

MOST_PICTURES = 500
MOST_LINES = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of words as it was laid out; its size is in pixels."""

    words: QStaticText
    width: int
    height: int


class Drawing:
    """Make what painting needs when it is first asked for."""

    def __init__(self, typography: Typography) -> None:
        self._typography = typography
        self._fonts: dict[tuple[Step, bool], QFont] = {}
        self._metrics: dict[tuple[Step, bool], QFontMetrics] = {}
        self._colours: dict[str, QColor] = {}
        self._lengths: dict[int, int] = {}
        self._pictures: dict[Hashable, QPixmap] = {}
        self._lines: dict[Hashable, Line] = {}
        self._widths: dict[Hashable, int] = {}

    def font(self, step: Step = Step.BODY, *, strong: bool = False) -> QFont:
        """Return the font of a step; not to be changed."""
        if (step, strong) not in self._fonts:
            self._fonts[step, strong] = self._typography.font(step, strong=strong)
        return self._fonts[step, strong]

    def metrics(self, step: Step = Step.BODY, *, strong: bool = False) -> QFontMetrics:
        """Return the measures of a step's font."""
        if (step, strong) not in self._metrics:
            self._metrics[step, strong] = QFontMetrics(self.font(step, strong=strong))
        return self._metrics[step, strong]

    def colour(self, name: str) -> QColor:
        """Return a colour written as #RRGGBB; not to be changed."""
        if name not in self._colours:
            self._colours[name] = QColor(name)
        return self._colours[name]

    def px(self, design: int) -> int:
        """Scale a length of the design to pixels."""
        if design not in self._lengths:
            self._lengths[design] = self._typography.px(design)
        return self._lengths[design]

    def picture(self, looks: Hashable) -> QPixmap | None:
        """Return the picture of a chip that was painted before with these looks."""
        return self._pictures.get(looks)

    def keep_picture(self, looks: Hashable, picture: QPixmap) -> None:
        """Keep the picture of a chip; when there are too many, begin anew."""
        if len(self._pictures) == MOST_PICTURES:
            self._pictures.clear()
        self._pictures[looks] = picture

    def line(self, words: str, room: int, *, is_ltr: bool = True, strong: bool = False) -> Line:
        """Lay out one line of the body's size, ended by an ellipsis where it has no room."""
        key = (words, room, is_ltr, strong)
        line = self._lines.get(key)
        if line is None:
            if len(self._lines) == MOST_LINES:
                self._lines.clear()
            line = self._lines[key] = self._laid_out(words, room, is_ltr=is_ltr, strong=strong)
        return line

    def width(self, words: str, step: Step = Step.BODY, *, strong: bool = False) -> int:
        """Measure words in a step's font, in pixels."""
        key = (words, step, strong)
        if key not in self._widths:
            if len(self._widths) == MOST_LINES:
                self._widths.clear()
            self._widths[key] = self.metrics(step, strong=strong).horizontalAdvance(words)
        return self._widths[key]

    def _laid_out(self, words: str, room: int, *, is_ltr: bool, strong: bool) -> Line:
        """Lay out words as they are where that may do: being cut costs two layouts more."""
        metrics = self.metrics(strong=strong)
        is_long = len(words) * metrics.averageCharWidth() > room
        line = None if is_long else self._line(words, is_ltr=is_ltr, strong=strong)
        if line is None or line.width > room:
            line = self._line(_cut(words, room, metrics), is_ltr=is_ltr, strong=strong)
        return line

    def _line(self, words: str, *, is_ltr: bool, strong: bool) -> Line:
        text = QStaticText(words)
        text.setTextFormat(Qt.TextFormat.PlainText)
        option = QTextOption()
        direction = Qt.LayoutDirection
        option.setTextDirection(direction.LeftToRight if is_ltr else direction.RightToLeft)
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        text.setTextOption(option)
        text.prepare(QTransform(), self.font(strong=strong))
        height = self.metrics(strong=strong).height()
        return Line(words=text, width=ceil(text.size().width()), height=height)


def _cut(words: str, room: int, metrics: QFontMetrics) -> str:
    """End words by an ellipsis where they have no room.

    Of long words, only what can be seen is measured, unless it is narrow beyond belief.
    """
    seen = words[: 2 * room // metrics.averageCharWidth()]
    cut = metrics.elidedText(seen, Qt.TextElideMode.ElideRight, room)
    if cut != seen or seen == words:
        return cut
    return metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
