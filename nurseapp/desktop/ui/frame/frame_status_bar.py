"""The status bar: connection, the example mark, two keys. Never in the way, never a dialog.

Must not find out anything: it shows the values it is given. Used by MainWindow.
"""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStatusBar, QWidget

from nurseapp.desktop.ui.frame.connection import SHAPES, ConnectionFace, connection_words
from nurseapp.desktop.ui.frame.frame_actions import COMMANDS_KEY, KEYS_KEY
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.chip import ShapeMark
from nurseapp.desktop.ui.widgets.elided_label import ElidedLabel

HINTS_FROM_PX = 800


class FrameStatusBar(QStatusBar):
    """Say calmly how things stand."""

    def __init__(self, theme: Theme, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self.setSizeGripEnabled(False)
        self._mark = ShapeMark(theme, self)
        self._words = ElidedLabel("", self)
        self._marks = ElidedLabel("", self)
        keys = self.tr("%1 keys   %2 commands")
        for place, key in (("%1", KEYS_KEY), ("%2", COMMANDS_KEY)):
            native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
            keys = keys.replace(place, native)
        self._hints = QLabel(keys, self)
        for label in (self._words, self._marks, self._hints):
            dress(label, Look.DIM)
        strip = QWidget(self)
        row = QHBoxLayout(strip)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(8)
        row.addWidget(self._mark)
        row.addWidget(self._words, 1)
        row.addWidget(self._marks)
        row.addSpacing(24)
        row.addWidget(self._hints)
        self.addWidget(strip, 1)
        self._theme = theme
        theme.changed.connect(self._fold)

    def set_connection(self, face: ConnectionFace) -> None:
        """Show the connection; a screen reader is told when the words are new."""
        words = connection_words(face, self._zone)
        self._mark.set_kind(SHAPES[face.connection])
        if words != self._words.text():
            self._words.set_text(words)
            if QAccessible.isActive():
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def set_marks(self, *, is_example: bool, keeps_nothing: bool) -> None:
        """Say or not that the people shown do not exist, and that nothing stays here."""
        marks = []
        if keeps_nothing:
            marks.append(self.tr("Shared computer — keeps nothing"))
        if is_example:
            marks.append(self.tr("Example organisation — not actual people"))
        self._marks.set_text(" · ".join(marks))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        """Give the room of the hints to what matters more, where it is scarce."""
        self._hints.setVisible(self.width() / self._theme.typography.scale >= HINTS_FROM_PX)

    def words(self) -> str:
        """Return what is said of the connection."""
        return self._words.text()
