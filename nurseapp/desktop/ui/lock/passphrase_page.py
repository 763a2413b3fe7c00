"""The page on which somebody chooses another passphrase for this computer.

Must not change it: it asks by signal and shows what it is told.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from nurseapp.desktop.ui.lock.card import CardPage
from nurseapp.desktop.ui.lock.secret_field import SecretField
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.push_button import PushButton

WIDTH_PX = 420
LEAST_LENGTH = 15


class PassphrasePage(CardPage):
    """Ask for the passphrase until now, and twice for the one from now on.

    Signals:
        change_requested(str, str): the one until now, and the one from now on.
        left(): nothing is to be changed.
    """

    change_requested = Signal(str, str)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, WIDTH_PX, parent)
        self.set_title(self.tr("Change the passphrase"))
        self._now = SecretField(self.tr("Passphrase until now"), self)
        self._then = SecretField(self.tr("New passphrase"), self)
        self._again = SecretField(self.tr("New passphrase again"), self)
        self._missing = QLabel(self)
        self._missing.setWordWrap(True)
        dress(self._missing, Look.DIM)
        self._change = PushButton("", Look.PRIMARY, self)
        leave = PushButton(self.tr("Leave it as it is"), parent=self)
        self._fields = (self._now, self._then, self._again)
        for widget in (*self._fields, self._missing, self.problem):
            self.body.addWidget(widget)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(leave)
        row.addWidget(self._change)
        self.body.addLayout(row)
        for field in self._fields:
            field.changed.connect(self._follow)
            field.submitted.connect(self._ask)
        self._change.clicked.connect(self._ask)
        leave.clicked.connect(self.left)
        self.setFocusProxy(self._now)
        self.set_busy(False)

    def set_busy(self, is_busy: bool) -> None:
        """Say that it is being changed; what was typed stays."""
        self._is_busy = is_busy
        for field in self._fields:
            field.setEnabled(not is_busy)
        self._change.setText(self.tr("Changing…") if is_busy else self.tr("Change"))
        if is_busy:
            self.problem.say("", "")
        self._follow()

    def _follow(self) -> None:
        then = self._then.text()
        if len(then) < LEAST_LENGTH:
            words = self.tr("At least %1 characters, such as five words; %2 so far")
            missing = words.replace("%1", str(LEAST_LENGTH)).replace("%2", str(len(then)))
        elif then != self._again.text():
            missing = self.tr("The two new ones are not the same yet.")
        else:
            missing = "" if self._now.text() else self.tr("The passphrase until now is needed.")
        self._missing.setText(missing)
        self._change.setEnabled(not missing and not self._is_busy)

    def _ask(self) -> None:
        """Ask for the change, or go on to what is missing."""
        if self._change.isEnabled():
            self.change_requested.emit(self._now.text(), self._then.text())
        else:
            self.focusNextChild()
