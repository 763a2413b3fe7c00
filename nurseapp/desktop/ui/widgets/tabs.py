"""Tabs that are underlined: the pages of a case, and the saved filters of a list.

Must not show or hide anything themselves: the room follows their signal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QTabBar, QToolButton, QWidget

from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.line_painter import LinePainter


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One tab: its key stays the same in every language; count is None where there is none."""

    key: str
    words: str
    count: int | None = None


class UnderlineTabs(QTabBar):
    """Show tabs in a line, the chosen one strong and underlined. Left and right keys move.

    Signals:
        tab_chosen(str): the key of the tab.
    """

    tab_chosen = Signal(str)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.currentChanged.connect(self._tell_chosen)
        theme.changed.connect(self._lay_out)

    def set_tabs(self, tabs: Sequence[Tab]) -> None:
        """Show these tabs; the chosen one stays chosen when it is still among them."""
        chosen = self.chosen_key()
        with QSignalBlocker(self):
            for place, tab in enumerate(tabs):
                if place == self.count():
                    self.addTab("")
                words = tab.words if tab.count is None else f"{tab.words} {tab.count}"
                if self._words(place) != words:  # to set them anew is to measure every tab anew
                    self.setTabText(place, words.replace("&", "&&"))
                self.setTabData(place, tab.key)
            while self.count() > len(tabs):
                self.removeTab(self.count() - 1)
        self.choose(chosen)
        self.update()

    def choose(self, key: str) -> None:
        """Choose a tab without saying so; an unknown key changes nothing."""
        for place in range(self.count()):
            if self.tabData(place) == key:
                with QSignalBlocker(self):
                    self.setCurrentIndex(place)

    def chosen_key(self) -> str:
        """Return the key of the chosen tab, or nothing when there are no tabs."""
        return str(self.tabData(self.currentIndex()) or "")

    def tabSizeHint(self, index: int) -> QSize:
        px = self._theme.typography.px
        words = self._theme.drawing.width(self._words(index), strong=True)
        return QSize(words + 2 * px(14), px(36))

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        lines = LinePainter(painter, self._theme.drawing)
        uncovered = self._uncovered()
        for index in range(self.count()):
            area = self.tabRect(index)
            if area.intersects(event.rect()):
                self._paint_tab(lines, index, area, uncovered)

    def _paint_tab(self, lines: LinePainter, index: int, area: QRect, uncovered: QRect) -> None:
        palette, drawing, painter = self._theme.palette, self._theme.drawing, lines.painter
        chosen = index == self.currentIndex()
        painter.setPen(drawing.colour(palette.ink if chosen else palette.dim))
        seen = area.intersected(uncovered)
        words = self._words(index)
        spare = seen.width() - drawing.width(words, strong=chosen)
        margin = max(0, spare // 2 - 1)  # a fraction of a pixel would cost a letter
        lines.paint(seen.adjusted(margin, 0, -margin, 0), words, strong=chosen)
        if chosen:
            bottom = QRect(area.left(), area.bottom() - 1, area.width(), 2)
            painter.fillRect(bottom, drawing.colour(palette.accent))
        if chosen and self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(drawing.colour(palette.accent), 2))
            painter.drawRoundedRect(QRectF(area).adjusted(2, 2, -2, -6), 6, 6)

    def _uncovered(self) -> QRect:
        """Return what the buttons that scroll the tabs leave uncovered."""
        buttons = [b for b in self.findChildren(QToolButton) if b.isVisible()]
        if not buttons:
            return self.rect()
        if self.layoutDirection() is Qt.LayoutDirection.LeftToRight:
            return self.rect().adjusted(0, 0, min(b.x() for b in buttons) - self.width(), 0)
        return self.rect().adjusted(max(b.geometry().right() + 1 for b in buttons), 0, 0, 0)

    def _words(self, index: int) -> str:
        return self.tabText(index).replace("&&", "&")

    def _tell_chosen(self, _index: int) -> None:
        self.tab_chosen.emit(self.chosen_key())

    def _lay_out(self) -> None:
        self.setFont(self._theme.typography.font())  # makes the bar measure its tabs anew
        self.updateGeometry()
        self.update()
