"""What can be done on the plan, with its keys."""

from __future__ import annotations

from PySide6.QtCore import QObject

from nurseapp.desktop.ui.case.room_actions import SAVE_KEYS, RoomActions


class PlanActions(RoomActions):
    """The actions of the plan room."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.add = self.made(self.tr("&Add"), "Ins", "Ctrl+Shift+N")
        self.save = self.made(self.tr("&Save this line"), *SAVE_KEYS)
        self.complete = self.made(self.tr("&Done"), "Ctrl+D")
        self.accept = self.made(self.tr("A&ccept"), "Ctrl+Shift+A")
        self.next_received = self.made(self.tr("&Next received"), "Ctrl+Shift+J")
        self.print_plan = self.made(self.tr("&Print"), "Ctrl+P", menu="file")
        self.undo = self.made(self.tr("&Undo"), "Ctrl+Z", menu="edit")
