"""Asks for whom a code for a new computer is, and shows it to be read out.

It blocks nothing: Escape puts it away, and the code with it. Must not ask the server; filled by
CodeGiving.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nurseapp.desktop.ui.case.announcing import announce
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.widgets.buttons import KeyButton
from nurseapp.domain.ids import UserId


class CodePanel(QFrame):
    """Choose somebody, and read their code out.

    Signals:
        asked(object): a user id.
        put_away(): the focus is to go elsewhere.
    """

    asked = Signal(object)
    put_away = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, Look.NOTICE)
        label = QLabel(self.tr("A code for a new computer of"), self)
        self._people = QComboBox(self)
        self._people.setAccessibleName(label.text())
        label.setBuddy(self._people)
        self._act = KeyButton(self.tr("Give a code"), look=Look.PRIMARY, parent=self)
        self._back = KeyButton(self.tr("Put away"), look=Look.LINK, parent=self)
        self._code, self._words = QLabel(self), QLabel(self)
        dress(self._code, Look.PAGE_TITLE)
        dress(self._words, Look.DIM)
        self._words.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self._people, 1)
        row.addWidget(self._act)
        row.addWidget(self._back)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self._code)
        column.addWidget(self._words)
        self._people.currentIndexChanged.connect(self._forget)
        self._act.clicked.connect(self._ask)
        self._back.clicked.connect(self._put_away)
        self.hide()

    def ask(self, people: Mapping[UserId, str], chosen: UserId | None) -> None:
        """Ask for whom, beginning with who was chosen in the list."""
        self._people.clear()
        for user, name in people.items():
            self._people.addItem(name, user)
        self._people.setCurrentIndex(max(0, self._people.findData(chosen)))
        self._forget()
        self._act.setEnabled(bool(people))
        if not people:
            self._say(self.tr("Nobody else is in your team."))
        self.show()
        self._people.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, is_busy: bool) -> None:
        """Take no second question while the first is asked."""
        self._act.setEnabled(not is_busy)
        self._people.setEnabled(not is_busy)
        if not is_busy and self.isVisible():
            self._people.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_code(self, code: str, words: str) -> None:
        """Show a code, and what there is to know of it, until it is put away.

        Another is given only once that was done: it would end this one while it is read out.
        """
        if self.isHidden():  # it was put away meanwhile
            return
        self._code.setText(code)
        self._code.setAccessibleName(" ".join(code))
        self._code.show()
        self._say(words)
        self._act.setEnabled(False)
        self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def code(self) -> str:
        """Return the code that is shown, or nothing."""
        return self._code.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._put_away()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask()
        else:
            super().keyPressEvent(event)

    def _say(self, words: str) -> None:
        self._words.setText(words)
        self._words.show()
        announce(self, f"{self._code.accessibleName()} {words}".strip())

    def _forget(self) -> None:
        for label in (self._code, self._words):
            label.clear()
            label.hide()
        self._code.setAccessibleName("")
        self._act.setEnabled(True)

    def _ask(self) -> None:
        if self._act.isEnabled():
            self._forget()
            self.asked.emit(self._people.currentData())

    def _put_away(self) -> None:
        self._forget()
        self.put_away.emit()  # first, or the focus would go to whatever comes next
        self.hide()
