"""Lies over a page while what it shows is exchanged, so that nothing reaches it.

For the few milliseconds of a read the picture below stays as it is: an empty page would flicker,
and hiding every part of it to show them again costs as much as reading. What takes longer is
covered. Called by the case page.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

PATIENCE_MS = 100


class Veil(QWidget):
    """Take every key and click that is meant for the page below."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self.setAccessibleName(self.tr("Opening the case…"))
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._cover)
        self.hide()

    def fall(self) -> None:
        """Keep the page from everybody; its picture stays for as long as nobody wonders."""
        self._page.setUpdatesEnabled(False)
        self.setGeometry(self._page.rect())
        self.raise_()
        self.show()
        if self._page.isAncestorOf(self._page.window().focusWidget() or self._page.window()):
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._patience.start()

    def lift(self) -> None:
        """Give the page free."""
        self._patience.stop()
        self.hide()
        self._page.setUpdatesEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.setAccepted(event.key() != Qt.Key.Key_Escape)  # a page can always be left

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self.palette().window())

    @Slot()
    def _cover(self) -> None:
        """Show an empty page: by now, who it was would be taken for who is coming."""
        self._page.setUpdatesEnabled(True)
