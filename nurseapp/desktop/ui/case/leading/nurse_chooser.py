"""Asks in a line of the page to whom a case is given. It blocks nothing: Escape puts it away."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QWidget

from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.widgets.buttons import KeyButton
from nurseapp.domain.ids import UserId


class NurseChooser(QFrame):
    """Choose one nurse, or nobody.

    Signals:
        chosen(object): a user id, None for nobody.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, Look.NOTICE)
        label = QLabel(self.tr("Give this case to"), self)
        self._nurses = QComboBox(self)
        self._nurses.setAccessibleName(label.text())
        label.setBuddy(self._nurses)
        act = KeyButton(self.tr("Assign"), look=Look.PRIMARY, parent=self)
        back = KeyButton(self.tr("Back"), look=Look.LINK, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self._nurses, 1)
        row.addWidget(act)
        row.addWidget(back)
        act.clicked.connect(self._choose)
        back.clicked.connect(self.hide)
        self.hide()

    def ask(self, nurses: Mapping[UserId, str], now: UserId | None) -> None:
        """Show the question with who has the case now."""
        self._nurses.clear()
        self._nurses.addItem(self.tr("Nobody yet"), None)
        for nurse, name in nurses.items():
            self._nurses.addItem(name, nurse)
        self._nurses.setCurrentIndex(max(0, self._nurses.findData(now)))
        self.show()
        self._nurses.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        else:
            super().keyPressEvent(event)

    def _choose(self) -> None:
        self.hide()
        self.chosen.emit(self._nurses.currentData())
