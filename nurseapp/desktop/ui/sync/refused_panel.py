"""The chosen entry in full: why it was refused, or that it waits, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from nurseapp.desktop.ui.case.reason_asker import ReasonAsker
from nurseapp.desktop.ui.sync.reason_words import reason_words
from nurseapp.desktop.ui.sync.sync_actions import SyncActions
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton
from nurseapp.desktop.ui.widgets.chip import StatusLine
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.widgets.panel import Panel


class RefusedPanel(Panel):
    """Explain the chosen entry, and offer what can be done about it.

    Signals:
        withdrawn(str): for this reason.
        put_away(): the reason is not to be given after all.
    """

    withdrawn = Signal(str)
    put_away = Signal()

    def __init__(self, theme: Theme, actions: SyncActions, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._why = StatusLine(theme, self)
        self._safe = QLabel(self)
        self._safe.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        for action in (actions.retry, actions.amend, actions.withdraw):
            buttons.addWidget(ActionButton(action, parent=self))
        buttons.addStretch(1)
        self._asker = ReasonAsker(
            self.tr("Why is it not needed any more?"), self.tr("Withdraw"), self
        )
        self._asker.given.connect(self.withdrawn)
        self._asker.put_away.connect(self.put_away)
        self.body.addWidget(self._why)
        self.body.addWidget(self._safe)
        self.body.addLayout(buttons)
        self.body.addWidget(self._asker)

    def show_reason(self, code: str) -> None:
        """Show why the entry was refused, by the reason's code."""
        self.set_title(self.tr("The server refused this entry"))
        self._why.set_face(ChipFace(kind=ChipKind.OVERDUE, words=reason_words(code)))
        self._why.show()
        self._safe.setText(
            self.tr(
                "It is not shown in the case any more. The server keeps every word of it, with "
                "the reason. Try it again, open the case and write it anew, or withdraw it."
            )
        )

    def show_on_its_way(self) -> None:
        """Show what can be done about an entry that waits."""
        self.set_title(self.tr("This entry is on its way"))
        self._why.hide()
        self._safe.setText(
            self.tr(
                "It reaches the server with the next sync, whatever you do here. If it is wrong, "
                "open the record and change it there; if it should not be there at all, withdraw "
                "it: what it did is taken back, and your reason is kept with it."
            )
        )

    def ask_why(self) -> None:
        """Ask for the reason of a withdrawal."""
        self._asker.ask()

    def stop_asking(self) -> None:
        """Let go of a reason that was being typed."""
        self._asker.hide()

    def words(self) -> str:
        """Return the reason that is shown."""
        return "" if self._why.isHidden() else self._why.words()
