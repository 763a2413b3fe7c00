"""The menu bar: the frame's actions, and above them in each menu those of the page shown.

Must not trigger anything itself. Used by MainWindow; also what the palette and the keys list read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from nurseapp.desktop.ui.frame.frame_actions import FrameActions, MenuName


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """An action with the word of the menu it stands in."""

    menu: str
    action: QAction

    @property
    def words(self) -> str:
        """Return the action's words without the mark of the mnemonic."""
        return self.action.text().replace("&", "")

    @property
    def key(self) -> str:
        """Return the action's key as this system writes it."""
        return self.action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


class Menus(QObject):
    """Fill a menu bar."""

    def __init__(self, bar: QMenuBar, actions: FrameActions) -> None:
        super().__init__(bar)
        self._actions = actions
        self._page: tuple[QAction, ...] = ()
        self._nothing = QAction(self.tr("Open a case to act on it"), self)
        self._nothing.setEnabled(False)
        words = {
            MenuName.FILE: self.tr("&File"),
            MenuName.EDIT: self.tr("&Edit"),
            MenuName.CASE: self.tr("&Case"),
            MenuName.VIEW: self.tr("&View"),
            MenuName.GO: self.tr("&Go"),
            MenuName.HELP: self.tr("&Help"),
        }
        self._menus: dict[MenuName, QMenu] = {
            name: bar.addMenu(text) for name, text in words.items()
        }
        self.show_page_actions(())

    def show_page_actions(self, page: Sequence[QAction]) -> None:
        """Put a page's actions into the menus, in place of those of the page before."""
        self._page = tuple(action for action in page if not action.isSeparator())
        for name, menu in self._menus.items():
            menu.clear()
            brought, own = self._of_page(name), self._actions.by_menu[name]
            menu.addActions(brought)
            if brought and own:
                menu.addSeparator()
            menu.addActions(own)
            if menu.isEmpty():
                menu.addAction(self._nothing)
        self._separate()

    def commands(self) -> tuple[Command, ...]:
        """Return every action that stands in a menu now, the page's first in each."""
        return tuple(
            Command(menu=menu.title().replace("&", ""), action=action)
            for name, menu in self._menus.items()
            for action in (*self._of_page(name), *self._actions.by_menu[name])
        )

    def _of_page(self, name: MenuName) -> list[QAction]:
        return [a for a in self._page if (a.property("menu") or MenuName.CASE) == name]

    def _separate(self) -> None:
        """Draw lines before what is of another kind: leaving, the looks, the next area."""
        actions = self._actions
        self._menus[MenuName.FILE].insertSeparator(actions.lock)
        self._menus[MenuName.VIEW].insertSeparator(actions.schemes.actions()[0])
        self._menus[MenuName.GO].insertSeparator(actions.next_area)
