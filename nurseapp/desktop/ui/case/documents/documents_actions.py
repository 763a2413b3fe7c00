"""What can be done in the documents room, with its keys."""

from __future__ import annotations

from PySide6.QtCore import QObject

from nurseapp.desktop.ui.case.room_actions import RoomActions


class DocumentsActions(RoomActions):
    """The actions of the documents room."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.attach = self.made(self.tr("&Attach a file"), "Ctrl+O")
        self.fetch = self.made(self.tr("&Fetch"), "Ctrl+Shift+F")
        self.fetch_all = self.made(self.tr("Fetch a&ll"), "Ctrl+Shift+G")
        self.withdraw = self.made(self.tr("&Withdraw"), "Ctrl+Del")
        self.print_it = self.made(self.tr("&Print"), "Ctrl+P", menu="file")
        self.save_it = self.made(self.tr("Save as P&DF"), "Ctrl+S", menu="file")
