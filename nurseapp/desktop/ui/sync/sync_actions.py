"""What can be done in the room of syncing: the actions, each with its key."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from nurseapp.desktop.services.syncing import Waiting


class SyncActions(QObject):
    """The actions of the page, for its buttons, for menus and for the command palette.

    Attributes:
        retry, amend, withdraw: what becomes of the chosen entry: of one that waits the last two.
        visits: shows or hides what prepares visits.
        check_in: ends the day at this computer.
        agree: lets go of many cases that the server takes back at once.
    """

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.retry = self._made(self.tr("&Try again"), "Ctrl+R", page)
        self.amend = self._made(self.tr("Open the &record"), "Ctrl+O", page)
        self.withdraw = self._made(self.tr("&Withdraw"), "Ctrl+Del", page)
        self.visits = self._made(self.tr("Prepare for &visits"), "Ctrl+Shift+V", page)
        self.visits.setCheckable(True)
        self.check_in = self._made(self.tr("Check &in"), "Ctrl+Shift+I", page)
        self.agree = self._made(self.tr("&Agree, take them off"), "Ctrl+Shift+A", page)
        self.agree.setVisible(False)
        self.offer(None)
        self.offer_check_in(waiting=0)

    def offer(self, chosen: Waiting | None) -> None:
        """Enable what can be done about the chosen entry."""
        is_refused = chosen is not None and chosen.refused_for is not None
        self.retry.setEnabled(is_refused)
        self.retry.setVisible(chosen is None or is_refused)
        self.withdraw.setEnabled(chosen is not None and chosen.can_be_withdrawn)
        self.amend.setEnabled(chosen is not None and chosen.member is not None)

    def offer_check_in(self, waiting: int) -> None:
        """Enable the end of the day while nothing waits."""
        self.check_in.setEnabled(waiting == 0)

    def _made(self, words: str, key: str, page: QWidget) -> QAction:
        action = QAction(words, self)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setMenuRole(QAction.MenuRole.NoRole)  # macOS would guess one from the words
        page.addAction(action)
        return action
