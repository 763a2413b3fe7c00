"""The page between closing a shared computer's window and its end: what is left, and who decides.

Must not find out anything: it shows what it is told and asks by signal. Shown by the leaving.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from nurseapp.desktop.ui.case.announcing import announce
from nurseapp.desktop.ui.lock.card import CardPage
from nurseapp.desktop.ui.theme.looks import Look
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.push_button import PushButton
from nurseapp.desktop.ui.wording.filling import filled

_WIDTH_PX = 520


class LeavingPage(CardPage):
    """Say what would be lost or would wait.

    Signals:
        stay_asked(): back to the work; ``go_asked()``: go on leaving all the same.
    """

    stay_asked = Signal()
    go_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _WIDTH_PX, parent)
        self.set_title(self.tr("Leaving this computer"))
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._stay = PushButton(self.tr("Stay"), Look.PRIMARY, self)
        self._go = PushButton("", parent=self)
        self._stay.clicked.connect(self.stay_asked)
        self._go.clicked.connect(self.go_asked)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch(1)
        buttons.addWidget(self._go)
        buttons.addWidget(self._stay)
        self.body.addWidget(self._words)
        self.body.addLayout(buttons)
        self.setFocusProxy(self._stay)

    def show_sending(self) -> None:
        """Say that the last round runs."""
        self._say(self.tr("Sending what is left to the server…"))
        self._go.hide()

    def show_unsaved(self) -> None:
        """Ask whether what is half typed may be lost."""
        self._say(
            self.tr(
                "Something is half typed and not saved. When you leave, this computer forgets it."
            )
        )
        self._offer(self.tr("Leave without it"))

    def show_waiting(self, waiting: int) -> None:
        """Ask whether to leave before the server has all; what waits is sealed for it here."""
        if waiting == 1:
            what = self.tr(
                "1 entry is not on the server yet. Sealed, so that only the server can read it, it "
                "stays on this computer and goes up when you sign in here again. This page closes "
                "by itself once it is sent."
            )
        elif waiting:
            many = self.tr(
                "%1 entries are not on the server yet. Sealed, so that only the server can read "
                "them, they stay on this computer and go up when you sign in here again. This page "
                "closes by itself once they are sent."
            )
            what = filled(many, waiting)
        else:
            what = self.tr(
                "The server cannot be reached. It has all that you wrote; which cases you opened "
                "it was not told yet. This page closes by itself once it is."
            )
        self._say(what)
        self._offer(self.tr("Leave all the same"))

    def words(self) -> str:
        """Return what is said."""
        return self._words.text()

    def _say(self, words: str) -> None:
        if words != self._words.text():
            self._words.setText(words)
            announce(self, words)

    def _offer(self, words: str) -> None:
        self._go.setText(words)
        self._go.show()
