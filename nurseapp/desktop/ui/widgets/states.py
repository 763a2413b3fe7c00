"""The designed states of a list or page besides its content: empty, filling, problem.

Must not block: none of them is a dialog. Offline is not among them, it is the status bar's matter.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton
from nurseapp.desktop.ui.widgets.chip import StatusLine
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind


class EmptyState(QWidget):
    """Say what would be here, and offer the act that makes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = _label(Look.PANEL_TITLE, self)
        self._words = _label(Look.DIM, self)
        self._button: ActionButton | None = None
        self._place = QHBoxLayout()
        self._place.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(1)
        for label in (self._title, self._words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addLayout(self._place)
        column.addStretch(2)

    def set_content(self, title: str, words: str, action: QAction | None = None) -> None:
        """Show a title, a sentence, and the button of an action."""
        self._title.setText(title)
        self._words.setText(words)
        self.setAccessibleName(title)
        if self._button is not None:
            # It keeps its parent: its action may show it once more, and then not as a window.
            self._place.removeWidget(self._button)
            self._button.hide()
            self._button.deleteLater()
            self._button = None
        if action is not None:
            self._button = ActionButton(action, parent=self)
            self._place.addWidget(self._button)


class ProblemState(QFrame):
    """Say what happened, what is safe, and the next step; with a button for that step."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, Look.NOTICE)
        self._happened = StatusLine(theme, self)
        self._safe = _label(None, self)
        self._step = _label(None, self)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(4)
        for label in (self._happened, self._safe, self._step):
            words.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addLayout(self._buttons)

    def set_problem(self, happened: str, safe: str, step: str) -> None:
        """Show a problem in three sentences; one without words takes no room."""
        self._happened.set_face(ChipFace(kind=ChipKind.DUE, words=happened))
        for label, words in ((self._safe, safe), (self._step, step)):
            label.setText(words)
            label.setVisible(bool(words))
        self.setAccessibleName(" ".join(filter(None, (happened, safe, step))))

    def add_button(self, button: QWidget) -> None:
        """Offer the next step as a button."""
        self._buttons.addWidget(button)


class FillingState(QWidget):
    """Say how far a list is, what is ready already, and how long it may take."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = _label(Look.DIM, self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._words)
        column.addWidget(self._bar)

    def set_progress(self, done: int, total: int, words: str) -> None:
        """Show how much of how much is there; total 0 means that it is not known."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._words.setText(words)
        self._bar.setAccessibleName(words)


def _label(look: Look | None, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if look is not None:
        dress(label, look)
    return label
