"""The main window: menu bar, rail, the pages, status bar.

Knows pages as widgets with a name and nothing of what they show. Must not choose a page: it asks
by signal and shows what it is told. Made by the composition root after the unlocking.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QStackedWidget,
    QTextEdit,
    QWidget,
)

from nurseapp.desktop.ui.frame.command_palette import CommandPalette
from nurseapp.desktop.ui.frame.connection import ConnectionFace
from nurseapp.desktop.ui.frame.frame_actions import LOCK_KEY, FrameActions
from nurseapp.desktop.ui.frame.frame_status_bar import FrameStatusBar
from nurseapp.desktop.ui.frame.icons import Icons
from nurseapp.desktop.ui.frame.key_sheet import KeyHint, KeySheet
from nurseapp.desktop.ui.frame.menus import Menus
from nurseapp.desktop.ui.frame.places import PlaceName, SidePage, places
from nurseapp.desktop.ui.frame.rail import Rail
from nurseapp.desktop.ui.theme.palette import Scheme
from nurseapp.desktop.ui.theme.theme import Theme

WIDE_FROM_PX = 1200
"""The width, at 100 %, from which on the rail shows words."""


class MainWindow(QMainWindow):
    """Hold the pages and what stands around them.

    Attributes:
        rail, menus: the parts, for those who fill them and for tests.
        sync_now: the action, for the room of syncing to show as its button.
        aside: the actions that lead to pages beside the places.

    Signals:
        place_chosen(str): somebody wants to go to a place, by its name.
        lock_requested(), sync_requested(), passphrase_requested()
    """

    place_chosen = Signal(str)
    lock_requested = Signal()
    sync_requested = Signal()
    passphrase_requested = Signal()

    def __init__(self, theme: Theme, icons: Icons, zone: tzinfo) -> None:
        super().__init__()
        self._theme = theme
        self._pages: dict[str, tuple[QWidget, tuple[KeyHint, ...]]] = {}
        self._page: QWidget | None = None
        self._actions = FrameActions(self)
        self.sync_now = self._actions.sync
        self.aside = self._actions.aside
        self.menus = Menus(self.menuBar(), self._actions)
        self.rail = Rail(theme, icons, LOCK_KEY, self)
        self._stack = QStackedWidget(self)
        self._status = FrameStatusBar(theme, zone, self)
        self.setStatusBar(self._status)
        self._work = QWidget(self)
        row = QHBoxLayout(self._work)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self._stack, 1)
        self._covers: list[tuple[QWidget, QWidget | None]] = []
        self._whole = QStackedWidget(self)
        self._whole.addWidget(self._work)
        self.setCentralWidget(self._whole)
        self.setWindowTitle("nurseapp")
        self.setMinimumSize(640, 480)
        self._connect()
        self.set_person("", team=False)

    def set_person(self, name: str, *, team: bool, aside: tuple[SidePage, ...] = ()) -> None:
        """Show who is at work, and the places and pages that are theirs."""
        shown = places(team=team)
        self.rail.set_places(shown)
        self.rail.set_person(name)
        self._actions.set_places(shown, aside)
        self._show_actions()

    def set_connection(self, face: ConnectionFace) -> None:
        """Show how the connection is, in the status bar."""
        self._status.set_connection(face)

    def set_marks(self, *, is_example: bool, keeps_nothing: bool = False) -> None:
        """Say what kind of place this is; one that keeps nothing has no passphrase to change."""
        self._status.set_marks(is_example=is_example, keeps_nothing=keeps_nothing)
        self._actions.passphrase.setVisible(not keeps_nothing)

    def add_page(self, name: str, page: QWidget, hints: Sequence[KeyHint] = ()) -> None:
        """Take in a page; its actions go into the menus while it is shown."""
        self._pages[name] = (page, tuple(hints))
        self._stack.addWidget(page)

    def show_page(self, name: str, place: PlaceName | None = None) -> None:
        """Show a page, light the place it belongs to, and give it the focus that it lacks.

        Raises KeyError when no page of that name was added.
        """
        page, _hints = self._pages[name]
        self.rail.light(place)
        # The stack gives a page that never had the focus to its first field, whatever that is.
        is_new = page.focusWidget() is None
        if page is not self._page:
            self._page = page
            self._stack.setCurrentWidget(page)
            self._show_actions()
        if is_new or not page.isAncestorOf(self.focusWidget() or self):
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def cover(self, curtain: QWidget) -> None:
        """Hide everything behind a widget, such as the lock page, and disable every key.

        What hides it already is hidden in its turn.
        """
        self._covers.append((curtain, self.focusWidget()))
        self._whole.addWidget(curtain)
        self._whole.setCurrentWidget(curtain)
        self._set_covered(True)
        curtain.setFocus(Qt.FocusReason.OtherFocusReason)

    def uncover(self, curtain: QWidget) -> None:
        """Take a cover away, whatever lies over it; show what it hid, the focus where it was."""
        covers = [cover for cover, _ in self._covers]
        if curtain not in covers:
            return
        place = covers.index(curtain)
        _, left_at = self._covers.pop(place)
        self._whole.removeWidget(curtain)
        if place < len(self._covers):  # what lies over it goes back to where this one came from
            self._covers[place] = (self._covers[place][0], left_at)
            return
        shown = self._covers[-1][0] if self._covers else self._work
        self._whole.setCurrentWidget(shown)
        self._set_covered(bool(self._covers))
        if left_at is not None and shiboken6.isValid(left_at):
            left_at.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _connect(self) -> None:
        actions, theme = self._actions, self._theme
        self.rail.place_chosen.connect(self.place_chosen)
        self.rail.lock_asked.connect(self.lock_requested)
        actions.lock.triggered.connect(self.lock_requested)
        actions.sync.triggered.connect(self.sync_requested)
        actions.passphrase.triggered.connect(self.passphrase_requested)
        actions.quit.triggered.connect(self.close)
        actions.zoom_in.triggered.connect(theme.zoom_in)
        actions.zoom_out.triggered.connect(theme.zoom_out)
        actions.zoom_reset.triggered.connect(theme.zoom_reset)
        actions.schemes.triggered.connect(self._choose_scheme)
        actions.go.triggered.connect(self._go)
        actions.edit.triggered.connect(self._edit)
        actions.next_area.triggered.connect(self._go_to_next_area)
        actions.keys.triggered.connect(self._show_keys)
        actions.commands.triggered.connect(self._show_commands)
        theme.changed.connect(self._follow_theme)
        self._follow_theme()

    def _go(self, action: QAction) -> None:
        self.place_chosen.emit(action.data())

    def _choose_scheme(self, action: QAction) -> None:
        chosen = action.data()
        self._theme.choose_scheme(Scheme(chosen) if chosen else None)

    def _edit(self, action: QAction) -> None:
        """Cut, copy or paste in the text that has the focus."""
        at = self.focusWidget()
        if isinstance(at, QLineEdit | QPlainTextEdit | QTextEdit):
            act = {"cut": at.cut, "copy": at.copy, "paste": at.paste}
            act[action.data()]()

    def _go_to_next_area(self) -> None:
        """Move the focus between the rail and the page."""
        page = self._stack.currentWidget()
        if page is not None and self.rail.isAncestorOf(self.focusWidget() or self):
            page.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.rail.take_focus()

    def _show_keys(self) -> None:
        hints = [
            hint
            for page, hints in self._pages.values()
            if page is self._stack.currentWidget()
            for hint in hints
        ]
        _open(KeySheet(self._theme, self.menus.commands(), hints, self))

    def _show_commands(self) -> None:
        _open(CommandPalette(self._theme, self.menus.commands(), self))

    def _show_actions(self) -> None:
        self.menus.show_page_actions(() if self._page is None else self._page.actions())

    def _set_covered(self, is_covered: bool) -> None:
        for bar in (self.menuBar(), self._status):
            bar.setVisible(not is_covered)
            bar.setEnabled(not is_covered)

    def _follow_theme(self) -> None:
        self._actions.show_scheme(self._theme.choice.scheme)
        self._fold()

    def _fold(self) -> None:
        scale = self._theme.typography.scale
        self.rail.set_narrow(self.width() / scale < WIDE_FROM_PX)


def _open(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
