"""A nurse's hands on the keyboard: keys go where the focus is, and nothing else is touched."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from nurseapp.desktop.services.cases import OpenCase
from nurseapp.desktop.ui.case.case_page import CasePage
from nurseapp.desktop.ui.case.member_lines import MemberLines
from nurseapp.desktop.ui.widgets.line_list import LineList
from nurseapp.domain.events import Act
from tests.ui.case.desk import CaseDesk

W = TypeVar("W", bound=QWidget)
CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier


class Hands:
    """Type, and see what comes of it."""

    def __init__(self, qtbot: QtBot, desk: CaseDesk, page: CasePage) -> None:
        self.qtbot = qtbot
        self.desk = desk
        self.page = page

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        """Press one key where the focus is."""
        in_menu = QApplication.activePopupWidget() is not None
        QTest.keyClick(self.focus(), key, held)
        if in_menu:  # offscreen, nobody gives the window its activation back
            self.qtbot.wait(1)
            self.page.window().activateWindow()
            self.qtbot.waitUntil(self.page.window().isActiveWindow)

    def write(self, text: str) -> None:
        """Type letters or digits, each where the focus is by then."""
        for letter in text:
            QTest.keyClicks(self.focus(), letter)

    def go(self, number: int) -> None:
        """Go to a room by its key."""
        self.press(Qt.Key(Qt.Key.Key_0 + number), ALT)
        self.settle()

    def focus(self) -> QWidget:
        """Give what has the focus; a menu that is open comes first."""
        at = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert at is not None, "nothing has the focus"
        return at

    def settle(self) -> None:
        """Wait until what was asked of the store is shown, and what that asked for in its turn."""
        for _ in range(3):
            bell = _Bell()
            with self.qtbot.waitSignal(bell.rung):
                self.desk.tools.runner.submit(lambda: None, bell.ring, bell.ring)

    def case(self) -> OpenCase:
        """Give the case as it is shown."""
        case = self.page.holder.case
        assert case is not None
        return case

    def acts(self) -> list[Act]:
        """Give what was taken down so far."""
        self.settle()
        return [event.body for event in self.desk.store.appended]

    def find(self, kind: type[W]) -> W:
        """Find the one widget of a kind that is seen."""
        seen = [widget for widget in self.page.findChildren(kind) if widget.isVisible()]
        assert len(seen) == 1, f"{len(seen)} of {kind.__name__} are seen"
        return seen[0]

    def reads(self, words: str) -> bool:
        """Tell whether a label or a widget that paints its lines and is seen has these words."""
        labels = [(label, label.text()) for label in self.page.findChildren(QLabel)]
        painted = [*self.page.findChildren(LineList), *self.page.findChildren(MemberLines)]
        lists = [(lines, lines.accessibleName()) for lines in painted]
        return any(words in said for part, said in (*labels, *lists) if part.isVisible())


class _Bell(QObject):
    rung = Signal()

    def ring(self, _answer: object) -> None:
        self.rung.emit()
