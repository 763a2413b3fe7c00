"""The actions of a case, room by room: words, keys and the menu of each.

Made before the rooms, so that menus and the command palette have them; those of a room can be
done only while it is shown. Must not do anything: rooms connect them.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

SAVE_KEYS = ("Ctrl+Enter", "Ctrl+Return")
"""The first is the one that is shown: people call the key Enter."""


class RoomActions(QObject):
    """The actions of one room.

    Attributes:
        all: every one of them, in the order of the menu.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.all: list[QAction] = []
        self._hidden: set[QAction] = set()
        self._is_shown = False

    def made(self, words: str, *keys: str, menu: str = "case") -> QAction:
        """Make one action."""
        action = QAction(words, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setProperty("menu", menu)
        action.setMenuRole(QAction.MenuRole.NoRole)  # macOS would guess one from the words
        action.setVisible(False)
        self.all.append(action)
        return action

    def show(self, is_shown: bool) -> None:
        """Let the actions be done, or hide them with their keys."""
        if is_shown is self._is_shown:
            return
        self._is_shown = is_shown
        for action in self.all:
            action.setVisible(is_shown and action not in self._hidden)

    def offer(self, actions: Iterable[QAction], is_offered: bool) -> None:
        """Take some of them away while there is nothing that they could do."""
        for action in actions:
            if is_offered:
                self._hidden.discard(action)
            else:
                self._hidden.add(action)
            action.setVisible(self._is_shown and is_offered)
