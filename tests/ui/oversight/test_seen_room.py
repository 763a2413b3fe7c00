"""Who has seen a member: asked by the number, shown with who, what, when and why."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from nurseapp.desktop.services.auditing import Auditing
from nurseapp.desktop.sync.transport import TransportError
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.frame.places import PageName, PlaceName, side_pages
from nurseapp.desktop.ui.frame.window import MainWindow
from nurseapp.desktop.ui.oversight.seen_room import SeenRoom
from nurseapp.desktop.ui.oversight.seen_view import SeenView
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.domain.policy import Role
from nurseapp.wire.audit import SeenAnswer
from tests.builders import NOON
from tests.desktop.sync.fake_asking import FakeAsking
from tests.ui.oversight.entries import entry, trail
from tests.ui.room_fixtures import Show, drain
from tests.ui.table_words import chips, column


@pytest.fixture
def server_says() -> FakeAsking:
    return FakeAsking()


@pytest.fixture
def room(theme: Theme, runner: Runner, failures: Failures, server_says: FakeAsking) -> SeenRoom:
    view = SeenView(theme, NOON.tzinfo or pytest.fail("aware"))
    return SeenRoom(view, Auditing(server_says), runner, failures, lambda: NOON)


@pytest.fixture
def window(room: SeenRoom, show: Show) -> MainWindow:
    return show(PlaceName.TEAM, room.view)


def said(room: SeenRoom) -> str:
    labels = room.view.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


def test_whoever_stands_in_a_case_asks_about_its_member_at_once(
    qtbot: QtBot, room: SeenRoom, window: MainWindow, runner: Runner, server_says: FakeAsking
) -> None:
    server_says.answers = [trail()]
    room.begin("4402-1187")
    assert "Asking the server…" in said(room)
    drain(qtbot, runner)

    table = room.view.table
    assert column(table, "Who")[:3] == [
        "Sam Roth · nurse",
        "Ana Lima · nurse",
        "Ben Sato · nurse",
    ]
    assert column(table, "Act") == [
        "Asked who has seen the member",
        "Printed",
        "Read in an emergency",
        "Opened in an emergency",
        "Opened in an emergency · refused",
        "Goal agreed",
        "Fetched to their computer · 2 times",
    ]
    assert chips(table, "Act", 2) == ["■ Read in an emergency"]
    assert column(table, "Of what")[1] == "Care plan"
    assert column(table, "Of what")[6] == "Care, Schedule"
    room.view.table.choose(95)
    assert "Ben Sato: Medical emergency: She lies on the floor" in said(room)
    assert column(table, "Why")[3] == "Medical emergency: She lies on the floor"
    assert column(table, "When")[1] == "28 Feb 12:00"
    assert ", from " in column(table, "When")[6]
    assert "No. 4402-1187 · 7 lines · the newest first" in said(room)


def test_what_is_earlier_is_fetched_by_its_key_and_joined(
    qtbot: QtBot, room: SeenRoom, window: MainWindow, runner: Runner, server_says: FakeAsking
) -> None:
    server_says.answers = [trail(), SeenAnswer(entries=(entry(60),), more=False)]
    room.begin("4402-1187")
    drain(qtbot, runner)
    QTest.keyClick(room.view.table, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(server_says.asked) == 2)
    drain(qtbot, runner)

    assert server_says.asked[1][1].before == 70
    assert len(column(room.view.table, "Act")) == 8
    assert room.view.earlier.isHidden()


def test_a_number_is_typed_and_enter_asks(
    qtbot: QtBot, room: SeenRoom, window: MainWindow, runner: Runner, server_says: FakeAsking
) -> None:
    server_says.answers = [SeenAnswer(entries=(), more=False)]
    room.begin()
    assert "Nobody has been asked about yet" in said(room)
    assert not room.view.ask_it.isEnabled()
    QTest.keyClicks(window.focusWidget(), " 77-1 ")
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    drain(qtbot, runner)

    assert server_says.asked[0][1].number == "77-1"
    assert "Nobody has seen this member" in said(room)


def test_offline_and_an_unknown_number_are_told_in_the_page(
    qtbot: QtBot, room: SeenRoom, window: MainWindow, runner: Runner, server_says: FakeAsking
) -> None:
    server_says.answers = [
        TransportError("offline", reason="cut"),
        TransportError("server_failed", status=404, reason="not_found"),
    ]
    room.begin("4402-1187")
    drain(qtbot, runner)
    assert "There is no connection." in room.view.problem_words()
    assert room.view.ask_it.isEnabled()

    room.view.ask_it.click()
    drain(qtbot, runner)
    assert "no member of this number for you" in room.view.problem_words()


def test_escape_leaves_and_nothing_of_the_member_stays(
    qtbot: QtBot, room: SeenRoom, window: MainWindow, runner: Runner, server_says: FakeAsking
) -> None:
    server_says.answers = [trail()]
    room.begin("4402-1187")
    drain(qtbot, runner)
    with qtbot.waitSignal(room.left):
        QTest.keyClick(room.view.table, Qt.Key.Key_Escape)

    assert "4402-1187" not in said(room)
    assert column(room.view.table, "Who") == []


@pytest.mark.parametrize(("role", "may"), [(Role.SUPERVISOR, True), (Role.AUDITOR, True)])
def test_the_page_is_offered_to_those_who_may(role: Role, may: bool) -> None:
    assert (PageName.SEEN in {page.name for page in side_pages({role})}) == may
    assert PageName.SEEN not in {page.name for page in side_pages({Role.NURSE, Role.ADMIN})}
