"""Keeps everybody from a page while what it shows is exchanged.

For the few milliseconds of a read the picture stays as it is: an empty page would flicker, and to
cover it and bare it again is to paint all of it twice, where most of it stays the same. What takes
longer is covered. Called by the case page.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

PATIENCE_MS = 100
_REACHING = frozenset(
    {
        *(QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.InputMethod),
        *(QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease),
        *(QEvent.Type.MouseButtonDblClick, QEvent.Type.Wheel, QEvent.Type.ContextMenu),
        *(QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd),
        *(QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop),
    }
)


class Veil(QWidget):
    """Take every key and click that is meant for the page or for what is on it."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._is_down = False
        program = QApplication.instance()
        assert program is not None  # noqa: S101  # there is no widget without one
        self._program = program
        self.setAccessibleName(self.tr("Opening the case…"))
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._cover)
        self.hide()

    def is_down(self) -> bool:
        """Tell whether the page is kept from everybody."""
        return self._is_down

    def fall(self) -> None:
        """Keep the page from everybody; its picture stays for as long as nobody wonders."""
        if not self._is_down:
            self._is_down = True
            # All events of the program pass here, for as long as a read takes and no longer.
            self._program.installEventFilter(self)
        self._patience.start()

    def lift(self) -> None:
        """Give the page free."""
        self._patience.stop()
        if self._is_down:
            self._is_down = False
            self._program.removeEventFilter(self)
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow what would reach the page."""
        return event.type() in _REACHING and self._is_on_page(watched) and not _leaves(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self.palette().window())

    def _is_on_page(self, reached: QObject) -> bool:
        return isinstance(reached, QWidget) and (
            reached is self._page or self._page.isAncestorOf(reached)
        )

    @Slot()
    def _cover(self) -> None:
        """Show an empty page: by now, who it was would be taken for who is coming."""
        self.setGeometry(self._page.rect())
        self.raise_()
        self.show()


def _leaves(event: QEvent) -> bool:
    """Tell whether somebody goes away, which can be done from any page at any time."""
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
