"""The words of the member's header: the name, who it is, what must be known; never cut.

One widget that measures each text once, where three labels that wrap are laid out some ten times
over for each case that is opened. Made by the member's header.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QStaticText, QTextOption, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.theme.typography import Step

GAP_PX = 8
LEAST_PX = 160
"""Narrower than this the words do not get; they wrap instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """One text where it is painted, in pixels from the upper leading corner."""

    words: QStaticText
    is_name: bool
    left: int
    top: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Laid:
    """All texts as they stand in a width."""

    width: int
    height: int
    texts: Sequence[_Placed]


class MemberLines(QWidget):
    """Show a name with who it is beside it, or below where there is no room, and what to know."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name, self._identity, self._facts = "", "", ""
        self._laid: _Laid | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._lay_out_anew)

    def set_words(self, name: str, identity: str, facts: str) -> None:
        """Show another member."""
        height = self.heightForWidth(self.width())
        self._name, self._identity, self._facts = name, identity, facts
        self.setAccessibleName(f"{name} {identity} {facts}")
        self._laid = None
        if self.heightForWidth(self.width()) != height:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        width = self._theme.drawing.px(LEAST_PX)
        return QSize(width, self.heightForWidth(max(width, self.width())))

    def heightForWidth(self, width: int) -> int:
        return self._laid_out(width).height

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette, drawing = self._theme.palette, self._theme.drawing
        for text in self._laid_out(self.width()).texts:
            painter.setFont(self._font(is_name=text.is_name))
            painter.setPen(drawing.colour(palette.ink if text.is_name else palette.dim))
            left = text.left
            if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
                left = self.width() - left - ceil(text.words.size().width())
            painter.drawStaticText(QPointF(left, text.top), text.words)

    def _laid_out(self, width: int) -> _Laid:
        if self._laid is None or self._laid.width != width:
            self._laid = self._lay_out(width)
        return self._laid

    def _lay_out(self, width: int) -> _Laid:
        name = self._text(self._name, width, is_name=True)
        identity = self._text(self._identity, width)
        facts = self._text(self._facts, width)
        row = ceil(name.size().height())
        beside = ceil(name.size().width()) + self._theme.drawing.px(GAP_PX)
        if beside + ceil(identity.size().width()) <= width:
            drawing = self._theme.drawing
            step_down = drawing.metrics(Step.PAGE_TITLE, strong=True).ascent()
            left, top, below = beside, step_down - drawing.metrics().ascent(), row
        else:
            left, top, below = 0, row, row + ceil(identity.size().height())
        texts = (
            _Placed(words=name, is_name=True, left=0, top=0),
            _Placed(words=identity, is_name=False, left=left, top=top),
            _Placed(words=facts, is_name=False, left=0, top=below),
        )
        return _Laid(width=width, height=below + ceil(facts.size().height()), texts=texts)

    def _text(self, words: str, width: int, *, is_name: bool = False) -> QStaticText:
        """Lay out a text; one that does not fit into its line is laid out again, to wrap."""
        text = QStaticText(words)
        text.setTextFormat(Qt.TextFormat.PlainText)
        option = QTextOption(Qt.AlignmentFlag.AlignLeading)
        option.setTextDirection(self.layoutDirection())
        text.setTextOption(option)
        text.prepare(QTransform(), self._font(is_name=is_name))
        if text.size().width() > width:
            text.setTextWidth(width)
            text.prepare(QTransform(), self._font(is_name=is_name))
        return text

    def _font(self, *, is_name: bool) -> QFont:
        drawing = self._theme.drawing
        return drawing.font(Step.PAGE_TITLE, strong=True) if is_name else drawing.font()

    def _lay_out_anew(self) -> None:
        self._laid = None
        self.updateGeometry()
        self.update()
