"""What can be done in the screening room, with its keys."""

from __future__ import annotations

from PySide6.QtCore import QObject

from nurseapp.desktop.ui.case.room_actions import SAVE_KEYS, RoomActions

HAND_OVER_KEY = "Ctrl+L"


class ScreeningActions(RoomActions):
    """The actions of the screening room; digits, R and D are keys of the form itself."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.sign = self.made(self.tr("Sign"), *SAVE_KEYS)
        self.hand_over = self.made(self.tr("&Hand over to the member"), HAND_OVER_KEY)
        self.close_form = self.made(self.tr("&Back to the forms"))
