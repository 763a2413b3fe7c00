"""The card in the middle of a page that the lock pages are written on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

MARGIN = 16


class CardPage(QScrollArea):
    """A page that is one card; it scrolls where the window is too small.

    Attributes:
        body: the layout of the card, to put things into.
        problem: the line for problems, for the page to place.
    """

    def __init__(self, theme: Theme, width_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._width_px = width_px
        # Of the viewport, as its events say: to ask for the viewport itself makes the binding load
        # every class of widget, which is a tenth of the start.
        self._room_px = 0
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget(self)
        brand = QLabel("nurseapp", page)
        dress(brand, Look.BRAND)
        self._card = QFrame(page)
        dress(self._card, Look.PANEL)
        self._title = QLabel("", self._card)
        dress(self._title, Look.PAGE_TITLE)
        self.body = QVBoxLayout(self._card)
        self.body.setContentsMargins(32, 24, 32, 32)
        self.body.setSpacing(16)
        self.body.addWidget(self._title)
        self.problem = Problem(self._card)
        self._mark = QLabel("", page)
        dress(self._mark, Look.DIM)
        self._mark.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        # Centred by stretches: an aligned card would be given the height of a wider one.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._card)
        middle.addStretch(1)
        column = QVBoxLayout(page)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(16)
        column.addStretch(2)
        column.addWidget(brand, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(middle)
        column.addStretch(3)
        column.addWidget(self._mark)
        self.setWidget(page)
        theme.changed.connect(self._lay_out)

    def set_title(self, title: str) -> None:
        """Change what the card is headed with."""
        self._title.setText(title)
        self.setAccessibleName(title)

    def set_width(self, width_px: int) -> None:
        """Change how wide the card is, where there is room."""
        self._width_px = width_px
        self._lay_out()

    def set_mark(self, words: str) -> None:
        """Show a line at the foot of the page, such as that the people are made up."""
        self._mark.setText(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._room_px = event.size().width()
        self._lay_out()

    def fold(self, is_narrow: bool) -> None:
        """Stand what stands side by side below each other; a page of one column need not."""

    def _lay_out(self) -> None:
        wanted = self._theme.typography.px(self._width_px)
        width = min(wanted, self._room_px - 2 * MARGIN)
        self._card.setFixedWidth(max(width, 0))
        self.fold(width < wanted)


class Problem(QWidget):
    """Say what happened and the next step, in two lines."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._happened, self._step = QLabel(self), QLabel(self)
        dress(self._happened, Look.OVERDUE_TEXT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for label in (self._happened, self._step):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)
        self.hide()

    def say(self, happened: str, step: str) -> None:
        """Show a problem; nothing hides it again."""
        self._happened.setText(f"■  {happened}")
        self._step.setText(step)
        self.setAccessibleName(f"{happened} {step}".strip())
        self.setVisible(bool(happened))
