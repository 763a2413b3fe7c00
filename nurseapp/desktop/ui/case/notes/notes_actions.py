"""What can be done in the notes room, with its keys."""

from __future__ import annotations

from PySide6.QtCore import QObject

from nurseapp.desktop.ui.case.room_actions import SAVE_KEYS, RoomActions


class NotesActions(RoomActions):
    """The actions of the notes room."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.write = self.made(self.tr("&Write note"), "Ctrl+N")
        self.log_contact = self.made(self.tr("Log &contact"), "Ctrl+Shift+C")
        self.addendum = self.made(self.tr("&Addendum"), "Ctrl+Shift+A")
        self.mark_error = self.made(self.tr("Mark as &error"), "Ctrl+Shift+E")
        self.save = self.made(self.tr("&Save"), *SAVE_KEYS)
