"""The rooms of the open case, one shown at a time: built when first shown, filled when stale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from nurseapp.desktop.services.cases import OpenCase
from nurseapp.desktop.ui.case.room_names import RoomName
from nurseapp.desktop.ui.case.rooms import Room, Rooms


class Half(Protocol):
    """What is half typed in a room."""

    def half_typed(self) -> dict[str, str]:
        """Give it, as texts by name."""

    def is_unsaved(self) -> bool:
        """Tell whether any of it is kept nowhere."""

    def take_up(self, typed: Mapping[str, str]) -> None:
        """Put it back."""


@runtime_checkable
class Resumable(Protocol):
    """A room in which something can be half typed."""

    @property
    def half(self) -> Half:
        """What is half typed in it."""


class RoomStack(QStackedWidget):
    """Show one room, and over the rooms whatever must come first."""

    def __init__(self, rooms: Rooms, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rooms = rooms
        self._built: dict[RoomName, Room] = {}
        self._case: OpenCase | None = None
        self._stale: set[RoomName] = set()
        self.shown = RoomName.SUMMARY

    def set_case(self, case: OpenCase) -> None:
        """Take in a case: another one begins at the summary. Nothing is filled yet."""
        if self._case is None or self._case.id != case.id:
            self.shown = RoomName.SUMMARY
        self._case = case
        self._stale = set(RoomName)

    def show_room(self, name: RoomName) -> Room:
        """Show a room with the case as it is now."""
        if name is not self.shown:
            self.leave()
        self.shown = name
        room = self.room(name)
        if self._case is not None and name in self._stale:
            self._stale.discard(name)
            room.show_case(self._case)
        self.setCurrentWidget(room.view)
        return room

    def room(self, name: RoomName) -> Room:
        """Give a room, built now where it was not."""
        if name not in self._built:
            self._built[name] = self._rooms.built(name)
            self.addWidget(self._built[name].view)
        return self._built[name]

    def leave(self) -> None:
        """Let the shown room save or keep what is half typed."""
        if self.shown in self._built:
            self._built[self.shown].leave()

    def half_typed(self) -> dict[str, str]:
        """Give what is half typed in the shown room, as texts by name."""
        room: object = self._built.get(self.shown)
        return room.half.half_typed() if isinstance(room, Resumable) else {}

    def is_unsaved(self) -> bool:
        """Tell whether something in the shown room is lost unless it is saved."""
        room: object = self._built.get(self.shown)
        return isinstance(room, Resumable) and room.half.is_unsaved()

    def take_up(self, typed: Mapping[str, str]) -> None:
        """Put back in the shown room what was half typed there."""
        room: object = self._built.get(self.shown)
        if isinstance(room, Resumable):
            room.half.take_up(typed)

    @Slot()
    def focus_room(self) -> None:
        """Go into the shown room."""
        if self.shown in self._built:
            self._built[self.shown].view.setFocus(Qt.FocusReason.OtherFocusReason)
