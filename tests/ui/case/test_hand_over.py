"""Handing over: the member sees one form and nothing else, until the nurse is back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.case.case_page import CasePage
from nurseapp.desktop.ui.case.room_names import RoomName
from nurseapp.desktop.ui.case.screening.form_sheet import FormSheet
from nurseapp.desktop.ui.case.screening.hand_over_page import HandOverPage
from nurseapp.desktop.ui.case.screening.screening_room import ScreeningRoom
from nurseapp.desktop.ui.frame.icons import Icons
from nurseapp.desktop.ui.frame.window import MainWindow
from nurseapp.desktop.ui.lock.curtain import Curtain
from nurseapp.desktop.ui.lock.idle_watch import IdleWatch
from nurseapp.desktop.ui.lock.lock_page import LockPage
from nurseapp.desktop.ui.lock.lock_rules import LockRules
from nurseapp.desktop.ui.lock.locking import Locking
from nurseapp.desktop.ui.lock.session_watch import SessionWatch
from nurseapp.domain.safety import SafetyConcernRaised
from nurseapp.domain.screening import ScreeningAnswered
from tests.ui.case.desk import CaseDesk
from tests.ui.case.elena import CASE
from tests.ui.case.hands import Hands
from tests.ui.lock.test_locking import RIGHT, Clock, Passphrase


class Desk:
    """A nurse's window, and the form that she hands over."""

    def __init__(self, qtbot: QtBot, desk: CaseDesk, resources: Path) -> None:
        tools = desk.tools
        self.qtbot = qtbot
        self.window = MainWindow(tools.theme, Icons(resources / "icons"), UTC)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.page = CasePage(tools)
        self.window.add_page("case", self.page)
        self.parent = QObject()
        self.curtain = Curtain(tools.theme, Passphrase(), tools.runner, tools.failures, 5)
        rules = LockRules()
        watches = (IdleWatch(rules, Clock(), self.parent), SessionWatch(self.parent))
        self.locking = Locking(self.window, "Amara Osei, RN", self.curtain, watches)
        self.page.hand_over_asked.connect(self.locking.hand_over)
        self.window.show()
        self.window.show_page("case")
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        with qtbot.waitSignal(self.page.holder.opened):
            self.page.open(CASE)
        self.hands = Hands(qtbot, desk, self.page)

    @property
    def room(self) -> ScreeningRoom:
        """The room of the screening."""
        room = self.page.stack.room(RoomName.SCREENING)
        assert isinstance(room, ScreeningRoom)
        return room

    def open_form(self) -> None:
        """Open a form."""
        self.page.go_to(RoomName.SCREENING)
        self.hands.settle()
        self.room.open_form("phq-9")
        self.hands.settle()

    def hand_over(self) -> HandOverPage:
        """Hand it over by its key."""
        self.hands.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        found = self.window.findChild(HandOverPage)
        assert found is not None
        return found

    def answer(self, points: str) -> None:
        """Let the member answer by digits."""
        for digit in points:
            QTest.keyClicks(self.hands.focus(), digit)
        self.hands.settle()

    def press(self, words: str) -> None:
        """Press a button that is seen."""
        buttons = self.window.findChildren(QAbstractButton)
        [button] = [b for b in buttons if b.isVisible() and b.text() == words]
        button.click()

    def reads(self, words: str) -> bool:
        """Tell whether something that is seen says this."""
        return any(
            words in label.text() for label in self.window.findChildren(QLabel) if label.isVisible()
        )

    def come_back(self, passphrase: str = RIGHT) -> None:
        """Give the passphrase at the curtain."""
        curtain = self.window.findChild(LockPage)
        assert curtain is not None
        line = curtain.findChild(QLineEdit)
        assert line is not None
        line.setText(passphrase)
        with self.qtbot.waitSignal(self.curtain.rose):
            QTest.keyClick(line, Qt.Key.Key_Return)
        self.hands.settle()


@pytest.fixture
def nurse(qtbot: QtBot, desk: CaseDesk, resources: Path) -> Iterator[Desk]:
    """A nurse who has a form open."""
    made = Desk(qtbot, desk, resources)
    made.open_form()
    yield made
    made.window.close()


def test_the_member_sees_the_form_and_nothing_else(nurse: Desk) -> None:
    page = nurse.hand_over()
    assert page.isVisible()
    assert not nurse.window.menuBar().isVisible()
    assert not nurse.window.rail.isVisible()
    assert not nurse.page.isVisible()
    assert nurse.reads("For Elena")
    nurse.answer("0")
    assert nurse.reads("1 of 9 answered")
    nurse.hands.press(Qt.Key.Key_Escape)
    nurse.hands.press(Qt.Key.Key_F9)
    assert page.isVisible()
    assert not nurse.page.isVisible()


def test_what_the_member_answers_is_there_when_the_nurse_is_back(
    nurse: Desk, desk: CaseDesk
) -> None:
    nurse.hand_over()
    nurse.answer("012")
    nurse.press("Give back to the nurse")
    nurse.come_back()
    kept = [e.body for e in desk.store.appended if isinstance(e.body, ScreeningAnswered)]
    assert [body.points for body in kept] == [0, 1, 2]
    assert nurse.page.isVisible()
    assert nurse.window.menuBar().isVisible()
    shown = nurse.room.filling.shown()
    assert shown is not None
    assert list(shown.answers.values()) == [0, 1, 2]


def test_without_the_passphrase_there_is_a_way_back_to_the_form_only(nurse: Desk) -> None:
    page = nurse.hand_over()
    nurse.press("Give back to the nurse")
    assert not page.isVisible()
    nurse.press("Back to the form")
    assert page.isVisible()
    assert not nurse.page.isVisible()
    nurse.answer("1")
    assert nurse.reads("1 of 9 answered")


def test_a_desk_that_locks_meanwhile_comes_back_to_the_nurse(nurse: Desk) -> None:
    page = nurse.hand_over()
    nurse.locking.lock()
    assert not page.isVisible()
    nurse.come_back()
    assert nurse.page.isVisible()
    assert nurse.window.menuBar().isVisible()


def test_a_concern_is_raised_at_once_and_its_questions_wait_for_the_nurse(
    nurse: Desk, desk: CaseDesk
) -> None:
    page = nurse.hand_over()
    nurse.answer("000000001")
    raised = [e for e in desk.store.appended if isinstance(e.body, SafetyConcernRaised)]
    assert len(raised) == 1
    assert page.isVisible()
    assert page.findChild(FormSheet) is not None
    nurse.press("Give back to the nurse")
    nurse.come_back()
    assert nurse.page._safety.is_open()
