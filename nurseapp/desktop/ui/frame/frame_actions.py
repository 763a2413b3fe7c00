"""What can be done everywhere: the frame's own actions, with their words and keys.

Must not do anything itself: MainWindow connects them. A room brings its own actions on its page.
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from nurseapp.desktop.ui.frame.places import Place, SidePage
from nurseapp.desktop.ui.theme.palette import Scheme


class MenuName(StrEnum):
    """A menu; a page's action names its own in the property `menu`, else it goes to Case."""

    FILE = "file"
    EDIT = "edit"
    CASE = "case"
    VIEW = "view"
    GO = "go"
    HELP = "help"


LOCK_KEY = "Ctrl+Alt+K"
KEYS_KEY = "F1"
COMMANDS_KEY = "Ctrl+K"


class FrameActions(QObject):
    """Hold the frame's actions.

    Attributes:
        by_menu: the actions of each menu, in order.
        schemes: the four looks; the data of each is a Scheme, or None for the system's.
        go: the places; the data of each is the place's name.
        aside: the pages beside them; the data of each is the page's name.
        edit: what is done to selected text; the data of each is `cut`, `copy` or `paste`.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.sync = self._made(self.tr("&Sync now"), "F9")
        self.lock = self._made(self.tr("&Lock"), LOCK_KEY)
        self.passphrase = self._made(self.tr("Change &passphrase…"))
        self.quit = self._made(self.tr("&Quit"), "Ctrl+Q")
        self.edit = self._group()
        self._join(self.edit, "cut", self._made(self.tr("Cu&t"), "Ctrl+X"))
        self._join(self.edit, "copy", self._made(self.tr("&Copy"), "Ctrl+C"))
        self._join(self.edit, "paste", self._made(self.tr("&Paste"), "Ctrl+V"))
        self.zoom_in = self._made(self.tr("Zoom &in"), "Ctrl++", "Ctrl+=")
        self.zoom_out = self._made(self.tr("Zoom &out"), "Ctrl+-")
        self.zoom_reset = self._made(self.tr("&Actual size"), "Ctrl+0")
        self.schemes = self._made_schemes()
        self.next_area = self._made(self.tr("&Next area"), "F6")
        self.keys = self._made(self.tr("&Keys"), KEYS_KEY)
        self.commands = self._made(self.tr("&Commands"), COMMANDS_KEY)
        self.go = self._group()
        self.aside = self._group()
        self.by_menu: dict[MenuName, tuple[QAction, ...]] = {
            MenuName.FILE: (self.sync, self.lock, self.passphrase, self.quit),
            MenuName.EDIT: tuple(self.edit.actions()),
            MenuName.CASE: (),
            MenuName.VIEW: (self.zoom_in, self.zoom_out, self.zoom_reset, *self.schemes.actions()),
            MenuName.GO: (self.next_area,),
            MenuName.HELP: (self.keys, self.commands),
        }

    def set_places(self, shown: tuple[Place, ...], aside: tuple[SidePage, ...] = ()) -> None:
        """Make an action for every place of the rail, and for the pages beside them."""
        for group, places in ((self.go, shown), (self.aside, aside)):
            for action in group.actions():
                group.removeAction(action)
                action.deleteLater()
            for place in places:
                self._join(group, place.name.value, self._made(place.words, place.key))
        whole = (*self.go.actions(), *self.aside.actions(), self.next_area)
        self.by_menu[MenuName.GO] = whole

    def show_scheme(self, scheme: Scheme | None) -> None:
        """Tick the look that was chosen."""
        for action in self.schemes.actions():
            action.setChecked(action.data() == scheme)

    def _made(self, words: str, *keys: str) -> QAction:
        action = QAction(words, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        # On macOS Qt would guess a role from the words and move actions between menus.
        action.setMenuRole(QAction.MenuRole.NoRole)
        return action

    def _group(self) -> QActionGroup:
        group = QActionGroup(self)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        return group

    def _join(self, group: QActionGroup, data: object, action: QAction) -> None:
        action.setData(data)
        group.addAction(action)

    def _made_schemes(self) -> QActionGroup:
        group = QActionGroup(self)
        words = {
            None: self.tr("Look of the &system"),
            Scheme.LIGHT: self.tr("&Light"),
            Scheme.DARK: self.tr("&Dark"),
            Scheme.HIGH_CONTRAST: self.tr("&High contrast"),
        }
        for scheme, text in words.items():
            action = self._made(text)
            action.setCheckable(True)
            self._join(group, scheme, action)
        return group
