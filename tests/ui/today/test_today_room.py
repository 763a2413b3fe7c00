"""The day shows who needs somebody now, why first, and nothing else."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from nurseapp.desktop.services.caseloads import Filter
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.frame.places import PlaceName
from nurseapp.desktop.ui.frame.window import MainWindow
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.today.today_room import TodayRoom
from nurseapp.desktop.ui.today.today_view import TodayView
from nurseapp.desktop.ui.widgets.chip import ChipRow
from tests.desktop.sync.fake_server import FakeServer
from tests.ui.room_desk import RoomDesk, give_caseload
from tests.ui.room_fixtures import Show, drain
from tests.ui.table_words import chips, column, headings


@pytest.fixture
def room(theme: Theme, desk: RoomDesk, runner: Runner, failures: Failures) -> TodayRoom:
    return TodayRoom(TodayView(theme, with_nurse=False), desk.desk.caseloads, runner, failures)


@pytest.fixture
def window(
    qtbot: QtBot, server: FakeServer, desk: RoomDesk, room: TodayRoom, runner: Runner, show: Show
) -> MainWindow:
    """The day of a caseload of four, one of them with nothing due."""
    give_caseload(server)
    desk.sync()
    made = show(PlaceName.TODAY, room.view)
    room.refresh()
    drain(qtbot, runner)
    return made


def said(room: TodayRoom) -> list[str]:
    return [label.text() for label in room.view.findChildren(QLabel) if label.isVisible()]


def test_cases_that_need_somebody_today_are_grouped_by_why(
    room: TodayRoom, window: MainWindow
) -> None:
    table = room.view.table
    assert headings(table) == ["Why", "Member", "", "Next", "When", "Programme", "Also"]
    assert column(table, "Member") == ["Okafor, Ngozi", "Marquez, Elena", "Haddad, Sami"]
    assert [chips(table, "Why", row) for row in range(3)] == [
        ["⬢ Safety"],
        ["■ 2 days overdue"],
        ["▲ Due today"],
    ]
    assert [chips(table, "Also", row) for row in range(3)] == [[], ["▲ Stay 13 days"], []]


def test_the_head_says_the_day_and_how_many_of_each(room: TodayRoom, window: MainWindow) -> None:
    assert "Monday 2 March 2026" in said(room)
    counts = [row.accessibleName() for row in room.view.findChildren(ChipRow) if row.isVisible()]
    assert counts == ["Safety 1, Overdue 1, Due today 1, In hospital 1"]


def test_enter_opens_the_case_and_the_space_bar_previews_it(
    qtbot: QtBot, room: TodayRoom, window: MainWindow
) -> None:
    assert room.view.table.hasFocus()
    QTest.keyClick(room.view.table, Qt.Key.Key_J)
    QTest.keyClick(room.view.table, Qt.Key.Key_Space)
    assert room.view.preview.words()["Next"] == "Discharge barrier"
    with qtbot.waitSignal(room.case_opened) as opened:
        QTest.keyClick(room.view.table, Qt.Key.Key_Return)
    assert opened.args == ["case-2"]
    assert window.windowTitle() == "nurseapp"


def test_the_list_of_the_day_can_be_printed(
    qtbot: QtBot, room: TodayRoom, window: MainWindow
) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    with qtbot.waitSignal(room.print_asked) as asked:
        QTest.keyClick(room.view.table, Qt.Key.Key_P, control)
    assert asked.args == [Filter.TODAY]


def test_a_day_without_anything_due_says_where_to_look(
    qtbot: QtBot, room: TodayRoom, runner: Runner, show: Show
) -> None:
    show(PlaceName.TODAY, room.view)
    room.refresh()
    drain(qtbot, runner)
    assert "Nothing is due today" in said(room)
    assert not room.view.print_list.isEnabled()


def test_a_day_that_cannot_be_read_says_so_until_it_can(
    qtbot: QtBot, room: TodayRoom, window: MainWindow, desk: RoomDesk, runner: Runner
) -> None:
    with desk.damaged():
        room.refresh()
        drain(qtbot, runner)
        assert "The store here is damaged." in room.view.problem_words()
    room.refresh()
    drain(qtbot, runner)
    assert room.view.problem_words() == ""
