"""Which room of a case an entry belongs into, by the name of its kind."""

from __future__ import annotations

from nurseapp.desktop.ui.case.room_names import RoomName

_ROOMS = {
    "Problem": RoomName.PLAN,
    "Goal": RoomName.PLAN,
    "Barrier": RoomName.PLAN,
    "Intervention": RoomName.PLAN,
    "Note": RoomName.NOTES,
    "Contact": RoomName.NOTES,
    "Screening": RoomName.SCREENING,
    "Safety": RoomName.SCREENING,
    "Handout": RoomName.PAPERS,
    "Fact": RoomName.RECORDS,
}


def room_of(kind: str) -> RoomName:
    """Name the room; what has none is seen in the summary."""
    return next((room for noun, room in _ROOMS.items() if kind.startswith(noun)), RoomName.SUMMARY)
