"""A supervisor sees each nurse's caseload in a line, the heaviest first, and opens it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.frame.places import PlaceName
from nurseapp.desktop.ui.frame.window import MainWindow
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.team.team_room import TeamRoom
from nurseapp.desktop.ui.team.team_view import TeamView
from nurseapp.desktop.ui.theme.theme import Theme
from tests.builders import BEN, SAM
from tests.desktop.sync.fake_server import FakeServer
from tests.ui.room_desk import RoomDesk, give_case, give_caseload, let_see, open_room_desk
from tests.ui.room_fixtures import Show, drain
from tests.ui.table_words import chips, column


@pytest.fixture
def desk(tmp_path: Path, resources: Path, server: FakeServer) -> Iterator[RoomDesk]:
    """Sam's desk."""
    made = open_room_desk(tmp_path / "vault", resources, server, SAM)
    yield made
    made.cache.close()


@pytest.fixture
def room(theme: Theme, desk: RoomDesk, runner: Runner, failures: Failures) -> TeamRoom:
    return TeamRoom(TeamView(theme), desk.desk.caseloads, runner, failures)


@pytest.fixture
def window(
    qtbot: QtBot, server: FakeServer, desk: RoomDesk, room: TeamRoom, runner: Runner, show: Show
) -> MainWindow:
    """Ana with four cases, Ben with one, and one of nobody."""
    bens = give_case(server, "6", "Silva, João", nurse=BEN, programme="diabetes")
    nobodys = give_case(server, "7", "Kaur, Simran", nurse=None, programme="diabetes")
    let_see(server, SAM, *give_caseload(server), bens, nobodys, mode="read")
    desk.sync()
    made = show(PlaceName.TEAM, room.view)
    room.refresh()
    drain(qtbot, runner)
    return made


def said(room: TeamRoom) -> list[str]:
    return [label.text() for label in room.view.findChildren(QLabel) if label.isVisible()]


def test_caseloads_are_listed_heaviest_first_and_nobodys_is_one_of_them(
    room: TeamRoom, window: MainWindow
) -> None:
    table = room.view.table
    assert column(table, "Nurse") == ["Ana Lima", "Nobody yet", "Ben Sato"]
    assert column(table, "Cases") == ["4", "1", "1"]
    assert column(table, "Points") == ["8", "1", "1"]
    assert column(table, "Over 10 days") == ["1", "0", "0"]
    assert "2 nurses · 6 cases" in said(room)


def test_what_a_caseload_needs_today_is_said_in_chips(room: TeamRoom, window: MainWindow) -> None:
    table = room.view.table
    assert chips(table, "Needs today", 0) == ["⬢ Safety 1", "■ Overdue 1", "▲ Due today 1"]
    assert chips(table, "Needs today", 1) == ["● On time"]


def test_enter_opens_a_caseload_and_the_room_knows_whose_it_is(
    qtbot: QtBot, room: TeamRoom, window: MainWindow
) -> None:
    opened: list[object] = []
    room.nurse_opened.connect(opened.append)
    for _ in range(3):
        QTest.keyClick(room.view.table, Qt.Key.Key_Return)
        QTest.keyClick(room.view.table, Qt.Key.Key_Down)
    assert opened == ["nurse.ana", "", "nurse.ben"]
    assert room.name_of(BEN) == "Ben Sato"
    assert room.name_of(SAM) == SAM


def test_a_team_without_cases_says_when_they_come(
    qtbot: QtBot, room: TeamRoom, runner: Runner, show: Show
) -> None:
    show(PlaceName.TEAM, room.view)
    room.refresh()
    drain(qtbot, runner)
    assert "No cases in this team yet" in said(room)


def test_a_team_that_cannot_be_read_says_so_in_the_page(
    qtbot: QtBot, room: TeamRoom, window: MainWindow, desk: RoomDesk, runner: Runner
) -> None:
    with desk.damaged():
        room.refresh()
        drain(qtbot, runner)
    assert "The store here is damaged." in room.view.problem_words()
