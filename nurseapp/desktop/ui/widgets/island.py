"""A part of a window that is laid out by itself.

Words of another length make Qt lay out every widget above them, up to the window, a turn of the
event loop for each. Used where what changes inside never changes how large it may be.
"""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget


class Island(QWidget):
    """Fill a page, and keep to itself what is laid out anew in it.

    Attributes:
        column: where its parts are put.
    """

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._inside = QWidget(self)
        self.column = QVBoxLayout(self._inside)
        around = QVBoxLayout(page)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._inside.setGeometry(self.rect())
