"""The page that is left when the organisation had this computer forget everything."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from nurseapp.desktop.ui.case.announcing import announce
from nurseapp.desktop.ui.lock.card import CardPage
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import KeyButton

_WIDTH_PX = 460


class WipedPage(CardPage):
    """Say what is done and why nothing is lost.

    Signals:
        leave_asked(): the program is to be closed.
    """

    leave_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _WIDTH_PX, parent)
        self.set_title(self.tr("Taking your cases off…"))
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setText(
            self.tr(
                "Your organisation asked for it. Everything that you wrote here was sent to the "
                "server before, and is kept there."
            )
        )
        self._leave = KeyButton(self.tr("Close"), parent=self)
        self._leave.setEnabled(False)
        self._leave.clicked.connect(self.leave_asked)
        self.body.addWidget(self._words)
        self.body.addWidget(self.problem)
        self.body.addWidget(self._leave)

    def show_done(self) -> None:
        """Say that nothing is left here."""
        self._end(self.tr("Your cases are off this computer"))

    def show_failed(self) -> None:
        """Say that files are left, which nobody can read any more."""
        self._end(self.tr("Your cases open here no more"))
        self.problem.say(
            self.tr("Some files could not be taken away."),
            self.tr("They are encrypted and their key is gone. Tell your administrator."),
        )

    def _end(self, title: str) -> None:
        self.set_title(title)
        self._leave.setEnabled(True)
        self._leave.setFocus()
        announce(self, title)
