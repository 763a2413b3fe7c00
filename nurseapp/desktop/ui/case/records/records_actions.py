"""What can be done in the records room, with its keys."""

from __future__ import annotations

from PySide6.QtCore import QObject

from nurseapp.desktop.ui.case.room_actions import RoomActions


class RecordsActions(RoomActions):
    """The actions of the records room."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.accept = self.made(self.tr("A&ccept into the plan"), "Ctrl+Shift+A")
