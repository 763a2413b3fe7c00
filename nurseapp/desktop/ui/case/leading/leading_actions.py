"""The actions of leading a case, in the Case menu of every tab."""

from __future__ import annotations

from PySide6.QtCore import QObject

from nurseapp.desktop.ui.case.room_actions import RoomActions


class LeadingActions(RoomActions):
    """What a nurse may propose and a supervisor may do."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.propose = self.made(self.tr("Propose c&losing…"))
        self.correct = self.made(self.tr("Propose a correc&tion…"))
        self.assign = self.made(self.tr("Assi&gn…"))
        self.close_case = self.made(self.tr("Close the &case…"))

    def offer_to(self, *, may_write: bool, may_lead: bool) -> None:
        """Offer what the reader may do to a case that is open."""
        self.offer((self.propose, self.correct), may_write)
        self.offer((self.assign, self.close_case), may_lead)
