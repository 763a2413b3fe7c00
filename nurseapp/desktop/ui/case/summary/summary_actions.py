"""What can be done on the summary, with its keys."""

from __future__ import annotations

from PySide6.QtCore import QObject

from nurseapp.desktop.ui.case.room_actions import RoomActions


class SummaryActions(RoomActions):
    """The actions of the summary room."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.appointment_done = self.made(self.tr("It &took place"), "Ctrl+D")
        self.plan_next = self.made(self.tr("&Plan more"), "Ctrl+Shift+P")
        self.conflicts = self.made(self.tr("Show c&onflicts"), "Ctrl+Shift+K")
