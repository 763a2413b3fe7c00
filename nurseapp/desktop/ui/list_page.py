"""The frame of a page that shows a list: head, notice, list, and what stands in its place.

It has the four states of a list: filled, filling, empty, and a problem above whatever is shown.
Knows no case; the views of the rooms of lists are made from it.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from nurseapp.desktop.ui.case.announcing import announce
from nurseapp.desktop.ui.theme.looks import Look
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import KeyButton
from nurseapp.desktop.ui.widgets.panel import PageHeader
from nurseapp.desktop.ui.widgets.states import EmptyState, FillingState, ProblemState

HEADER_PX = 32
"""The height of a button."""


class ListPage(QWidget):
    """Lay out a page and keep the focus where the keys work.

    Attributes:
        header: the head, for subtitle, search field and buttons.
        empty: what is shown in the place of the list.
    """

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = PageHeader(title, self)
        self.empty = EmptyState(self)
        self._filling = FillingState(self)
        self._filling.hide()
        self._problem = ProblemState(theme, self)
        self._put_away = KeyButton(self.tr("Put away"), look=Look.LINK, parent=self)
        self._put_away.clicked.connect(self.clear_problem)
        self._problem.add_button(self._put_away)
        self._problem.hide()
        self._stack = QStackedWidget(self)
        self._goal: QWidget = self
        self._theme = theme
        theme.changed.connect(self._keep_height)
        self._keep_height()

    def lay_out(self, above: Sequence[QWidget], content: QWidget, goal: QWidget) -> None:
        """Put the parts together; ``goal`` is the table that takes the focus."""
        self._goal = goal
        self._stack.addWidget(content)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        for widget in (self.header, self._problem, *above, self._filling):
            column.addWidget(widget)
        column.addWidget(self._stack, 1)

    def show_content(self, has_content: bool) -> None:
        """Show the list, or what stands in its place; the focus does not get lost."""
        place = 0 if has_content else 1
        focused = self.window().focusWidget()
        changes = self._stack.currentIndex() != place
        is_inside = focused is not None and self._stack.isAncestorOf(focused)
        self._stack.setCurrentIndex(place)
        if focused is self or (changes and is_inside):
            goal = self._goal if has_content else self
            goal.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_filling(self, words: str) -> None:
        """Say that the list is being fetched, in the words given; without words it no longer is."""
        self._filling.set_progress(0, 0, words)
        self._filling.setVisible(bool(words))

    def is_filling(self) -> bool:
        """Tell whether the list is being fetched."""
        return not self._filling.isHidden()

    def show_problem(self, happened: str, safe: str, step: str) -> None:
        """Say above the list what happened, what is safe, and the next step."""
        self._problem.set_problem(happened, safe, step)
        self._problem.show()
        announce(self._problem, self._problem.accessibleName())

    def clear_problem(self) -> None:
        """Put the problem away."""
        if self._put_away.hasFocus():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._problem.hide()

    def problem_words(self) -> str:
        """Return what is said above the list, or nothing."""
        return self._problem.accessibleName() if not self._problem.isHidden() else ""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on to the list; without one it stays here, where the page's keys work."""
        super().focusInEvent(event)
        if self._stack.currentIndex() == 0:
            self._goal.setFocus(event.reason())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self._problem.isHidden():
            self.clear_problem()
        else:
            super().keyPressEvent(event)

    def _keep_height(self) -> None:
        """Keep titles of pages with and without buttons at one height."""
        self.header.setMinimumHeight(self._theme.typography.px(HEADER_PX))
