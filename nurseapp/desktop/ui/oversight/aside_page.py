"""A page beside the places: Escape leads back to where somebody came from."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from nurseapp.desktop.ui.list_page import ListPage


class AsidePage(ListPage):
    """Show a page until somebody leaves it.

    Signals:
        left(): Escape, once no problem is shown that it would put away.
    """

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.problem_words():
            self.left.emit()
        else:
            super().keyPressEvent(event)
