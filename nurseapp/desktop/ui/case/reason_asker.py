"""Asks for a reason in a line of the page: why a form is declined, why a note was an error.

It blocks nothing: Escape puts it away. Must not judge the reason beyond that there is one.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.widgets.buttons import KeyButton


class ReasonAsker(QFrame):
    """One question, one line, two buttons.

    Signals:
        given(str): the reason.
        put_away()
    """

    given = Signal(str)
    put_away = Signal()

    def __init__(self, question: str, act: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, Look.NOTICE)
        label = QLabel(question, self)
        self._reason = QLineEdit(self)
        self._reason.setAccessibleName(question)
        label.setBuddy(self._reason)
        self._act = KeyButton(act, look=Look.PRIMARY, parent=self)
        back = KeyButton(self.tr("Back"), look=Look.LINK, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self._reason, 1)
        row.addWidget(self._act)
        row.addWidget(back)
        self._reason.textChanged.connect(self._follow)
        self._reason.returnPressed.connect(self._give)
        self._act.clicked.connect(self._give)
        back.clicked.connect(self._put_away)
        self._follow()
        self.hide()

    def ask(self) -> None:
        """Show the question and wait in its line."""
        self.propose("")

    def propose(self, words: str) -> None:
        """Ask with words in the line that can be typed over."""
        self._reason.setText(words)
        self._reason.selectAll()
        self.show()
        self._reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._put_away()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def _follow(self) -> None:
        self._act.setEnabled(bool(self._reason.text().strip()))

    def _give(self) -> None:
        reason = self._reason.text().strip()
        if reason:
            self.hide()
            self.given.emit(reason)

    def _put_away(self) -> None:
        self.hide()
        self.put_away.emit()
