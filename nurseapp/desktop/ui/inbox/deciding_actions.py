"""What can be done about a conflict: the actions, each with its key."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from nurseapp.desktop.services.conflicts import OpenConflict
from nurseapp.desktop.ui.inbox.deciding import is_brought_back, typing_of


class DecidingActions(QObject):
    """The actions of a page, for its buttons, for menus and for the command palette.

    Attributes:
        mine, theirs, both: let a value stand; ``edit`` asks for another one.

    Signals:
        decided(object, object): the OpenConflict as it was shown, and the value that shall stand.
        edit_asked(object): the OpenConflict for which another value is to be typed.
    """

    decided = Signal(object, object)
    edit_asked = Signal(object)

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._shown: OpenConflict | None = None
        self.mine = self._made(self.tr("&Take this"), "Ctrl+Left", page)
        self.theirs = self._made(self.tr("Lea&ve this"), "Ctrl+Right", page)
        self.both = self._made(self.tr("Take &both"), "Ctrl+B", page)
        self.edit = self._made(self.tr("T&ype another"), "Ctrl+E", page)
        self.mine.triggered.connect(self._take_mine)
        self.theirs.triggered.connect(self._leave_theirs)
        self.both.triggered.connect(self._take_both)
        self.edit.triggered.connect(self._ask_to_edit)

    def offer(self, shown: OpenConflict | None, *, may_decide: bool) -> None:
        """Enable what can be done now; without a conflict, nothing."""
        self._shown = shown
        can = shown is not None and may_decide
        is_open = shown is not None and can and not is_brought_back(shown)
        self.theirs.setEnabled(can)
        self.mine.setEnabled(is_open)
        self.both.setEnabled(shown is not None and is_open and shown.both is not None)
        self.edit.setEnabled(shown is not None and is_open and typing_of(shown) is not None)

    def _take_mine(self) -> None:
        if self._shown is not None:
            self.decided.emit(self._shown, self._shown.conflict.mine)

    def _leave_theirs(self) -> None:
        if self._shown is not None:
            self.decided.emit(self._shown, self._shown.stands)

    def _take_both(self) -> None:
        if self._shown is not None:
            self.decided.emit(self._shown, self._shown.both)

    def _ask_to_edit(self) -> None:
        if self._shown is not None:
            self.edit_asked.emit(self._shown)

    def _made(self, words: str, key: str, page: QWidget) -> QAction:
        action = QAction(words, self)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setMenuRole(QAction.MenuRole.NoRole)  # macOS would guess one from the words
        page.addAction(action)
        return action
