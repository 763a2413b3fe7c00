"""One line under the tabs that says why something was not done, and the next step.

It blocks nothing and goes by itself when the next act succeeds. Used by the case page.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from nurseapp.desktop.ui.case.announcing import announce
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import KeyButton
from nurseapp.desktop.ui.widgets.chip import StatusLine
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind


class NoticeBar(QFrame):
    """Show one sentence until it is put away."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, Look.NOTICE)
        self._line = StatusLine(theme, self)
        self._away = KeyButton(self.tr("Put away"), look=Look.LINK, parent=self)
        self._away.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 8, 6)
        row.addWidget(self._line, 1)
        row.addWidget(self._away)
        self.hide()

    def say(self, words: str) -> None:
        """Show a sentence and tell screen readers."""
        self._line.set_face(ChipFace(kind=ChipKind.DUE, words=words))
        self.setAccessibleName(words)
        self.show()
        announce(self, words)

    def words(self) -> str:
        """Return the sentence shown, or nothing."""
        return self._line.words() if not self.isHidden() else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
