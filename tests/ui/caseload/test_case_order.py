"""Need is the order of a list; any other, and the way back, is a heading or an action away."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.caseload.caseload_room import CaseloadRoom
from nurseapp.desktop.ui.caseload.caseload_view import CaseloadView
from nurseapp.desktop.ui.frame.window import MainWindow
from nurseapp.desktop.ui.theme.theme import Theme
from tests.builders import ANA
from tests.desktop.sync.fake_server import FakeServer
from tests.ui.caseload.conftest import Open, refresh
from tests.ui.room_desk import give_case, let_see
from tests.ui.table_words import column, headings, number_of

BY_NEED = ["Okafor, Ngozi", "Marquez, Elena", "Haddad, Sami", "Chen, Wei"]
BY_NAME = sorted(BY_NEED)


def names(room: CaseloadRoom) -> list[str]:
    return column(room.view.table, "Member")


def click_heading(room: CaseloadRoom, heading: str) -> None:
    header = room.view.table.horizontalHeader()
    place = header.sectionViewportPosition(number_of(room.view.table, heading)) + 20
    spot = header.rect().center()
    spot.setX(place)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def action(room: CaseloadRoom, words: str) -> QAction:
    return next(a for a in room.view.actions() if a.text().replace("&", "") == words)


def test_a_heading_sorts_then_reverses_then_gives_back_the_order_by_need(
    room: CaseloadRoom, window: MainWindow
) -> None:
    click_heading(room, "Member")
    assert names(room) == BY_NAME
    assert headings(room.view.table)[0] == "Member ↑"
    click_heading(room, "Member")
    assert names(room) == BY_NAME[::-1]
    click_heading(room, "Member")
    assert names(room) == BY_NEED
    assert headings(room.view.table)[0] == "Member"


def test_the_keys_alone_can_sort_and_find_the_way_back(
    room: CaseloadRoom, window: MainWindow
) -> None:
    offered = {command.words for command in window.menus.commands() if command.menu == "View"}
    assert {"Sort by need", "Sort by member", "Sort by date", "Sort by last result"} <= offered
    action(room, "Sort by member").trigger()
    assert names(room) == BY_NAME
    assert action(room, "Sort by member").isChecked()
    action(room, "Sort by need").trigger()
    assert names(room) == BY_NEED
    assert not action(room, "Sort by member").isChecked()


def test_a_heading_ticks_the_action_that_does_the_same(
    room: CaseloadRoom, window: MainWindow
) -> None:
    assert action(room, "Sort by need").isChecked()
    click_heading(room, "Programme")
    assert action(room, "Sort by programme").isChecked()


@pytest.mark.parametrize(
    ("words", "first"),
    [("Sort by date", "Okafor, Ngozi"), ("Sort by last result", "Chen, Wei")],
)
def test_what_is_not_known_comes_last(
    room: CaseloadRoom, window: MainWindow, words: str, first: str
) -> None:
    action(room, words).trigger()
    assert names(room)[0] == first


def test_an_order_outlasts_a_new_listing_and_the_chosen_case_stays_chosen(
    qtbot: QtBot, room: CaseloadRoom, window: MainWindow
) -> None:
    room.view.table.choose("case-2")
    action(room, "Sort by member").trigger()
    refresh(qtbot, room)
    assert names(room) == BY_NAME
    assert room.view.table.chosen_id() == "case-2"


def test_names_are_sorted_as_people_do(
    server: FakeServer, room: CaseloadRoom, opened: Open
) -> None:
    given = ["Zed, A", "Łukasz, B", "abara, C", "Ödman, D", "Olsen, E", "Éric, F", "Eva, G"]
    cases = [give_case(server, str(n), name) for n, name in enumerate(given)]
    let_see(server, ANA, *cases)
    opened()
    action(room, "Sort by member").trigger()
    initials = [name.rpartition(" ")[2] for name in names(room)]
    assert initials == ["C", "F", "G", "B", "D", "E", "A"]


def test_a_supervisor_can_sort_by_nurse_and_a_nurse_cannot(theme: Theme, qtbot: QtBot) -> None:
    for with_nurse in (True, False):
        view = CaseloadView(theme, with_nurse=with_nurse)
        qtbot.addWidget(view)
        offered = [a.text().replace("&", "") for a in view.order.actions]
        assert ("Sort by nurse" in offered) is with_nurse
