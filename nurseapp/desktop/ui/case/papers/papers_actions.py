"""What can be done in the papers room, with its keys."""

from __future__ import annotations

from PySide6.QtCore import QObject

from nurseapp.desktop.ui.case.room_actions import SAVE_KEYS, RoomActions


class PapersActions(RoomActions):
    """The actions of the papers room."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.print_it = self.made(self.tr("&Print"), "Ctrl+P", menu="file")
        self.save_it = self.made(self.tr("Save as P&DF"), "Ctrl+S", menu="file")
        self.large_print = self.made(self.tr("&Large print"), "Ctrl+L")
        self.large_print.setCheckable(True)
        self.record_given = self.made(self.tr("&Record as given"), *SAVE_KEYS)
