"""The caseload says what each case needs, and is filtered and searched by the keys."""

from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QTabBar
from pytestqt.qtbot import QtBot

from nurseapp.desktop.services.caseloads import Filter, Listing
from nurseapp.desktop.ui.caseload.caseload_room import CaseloadRoom
from nurseapp.desktop.ui.caseload.caseload_view import CaseloadView
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.frame.window import MainWindow
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.widgets.chip_painter import ChipPainter
from nurseapp.domain.ids import UserId
from tests.builders import ANA, BEN, SAM
from tests.desktop.sync.fake_server import FakeServer
from tests.ui.caseload.conftest import Open, refresh
from tests.ui.room_desk import RoomDesk, give_case, give_caseload, let_see, open_room_desk
from tests.ui.room_fixtures import Receiver, drain
from tests.ui.table_words import chips, column, headings, number_of

BY_NEED = ["Okafor, Ngozi", "Marquez, Elena", "Haddad, Sami", "Chen, Wei"]
CTRL = Qt.KeyboardModifier.ControlModifier


def names(room: CaseloadRoom) -> list[str]:
    return column(room.view.table, "Member")


def said(room: CaseloadRoom) -> list[str]:
    return [label.text() for label in room.view.findChildren(QLabel) if label.isVisible()]


def tabs(room: CaseloadRoom) -> QTabBar:
    return room.view.findChildren(QTabBar)[0]


def field(room: CaseloadRoom) -> QLineEdit:
    return room.view.findChildren(QLineEdit)[0]


def choose_tab(qtbot: QtBot, room: CaseloadRoom, place: int) -> None:
    with qtbot.waitSignal(room.listed):
        tabs(room).setCurrentIndex(place)


def test_cases_are_listed_by_need_with_what_is_next_and_when(
    room: CaseloadRoom, window: MainWindow
) -> None:
    table = room.view.table
    assert headings(table) == ["Member", "", "Programme", "Next", "When", "Status", "Last result"]
    assert names(room) == BY_NEED
    assert column(table, "")[0] == "64 F · São Paulo"
    assert column(table, "Programme")[2:] == ["Diabetes", "Heart disease"]
    assert column(table, "Next") == [
        "Safety call",
        "Discharge barrier",
        "Coaching call",
        "Weight check",
    ]
    assert column(table, "When") == ["now", "Sat 28", "today", "tomorrow"]
    assert column(table, "Last result") == ["—", "—", "—", "PHQ-9 7 ↓7"]
    assert "4 cases · 8 points" in said(room)


def test_statuses_are_shape_word_and_colour(room: CaseloadRoom, window: MainWindow) -> None:
    shown = [chips(room.view.table, "Status", row) for row in range(4)]
    assert shown == [
        ["⬢ Safety"],
        ["■ 2 days overdue", "▲ Stay 13 days"],
        ["▲ Due today"],
        ["● On time"],
    ]


@pytest.mark.parametrize("width", [1366, 1100])
def test_two_chips_in_a_cell_are_never_cut(
    qtbot: QtBot, room: CaseloadRoom, window: MainWindow, theme: Theme, width: int
) -> None:
    window.resize(width, 768)
    table = room.view.table
    faces = (
        ChipFace(kind=ChipKind.OVERDUE, words="2 days overdue"),
        ChipFace(kind=ChipKind.DUE, words="Stay 13 days"),
    )
    painter, margins = ChipPainter(theme), 18

    def fitting() -> int:
        room_for_chips = table.columnWidth(number_of(table, "Status")) - margins
        return painter.fitting(faces, room_for_chips)

    qtbot.waitUntil(lambda: fitting() == 2)


def test_a_caseload_of_one_is_counted_in_the_singular(
    server: FakeServer, room: CaseloadRoom, opened: Open
) -> None:
    let_see(server, ANA, give_case(server, "1", "Silva, João", programme="diabetes"))
    opened()
    assert "1 case · 1 point" in said(room)


def test_filters_are_tabs_with_counts_and_the_arrow_keys_choose_one(
    qtbot: QtBot, room: CaseloadRoom, window: MainWindow
) -> None:
    bar = tabs(room)
    words = [bar.tabText(place) for place in range(bar.count())]
    assert words == [
        "All 4",
        "Safety 1",
        "Overdue 1",
        "Due today 1",
        "In hospital 1",
        "Stay over 10 days 1",
        "Screening due 0",
        "Closed 1",
    ]
    bar.setFocus()
    for _ in range(2):
        with qtbot.waitSignal(room.listed):
            QTest.keyClick(bar, Qt.Key.Key_Right)
    assert names(room) == ["Marquez, Elena"]
    choose_tab(qtbot, room, 7)
    assert names(room) == ["Abara, Tunde"]
    assert chips(room.view.table, "Status", 0) == ["○ Closed"]


def test_a_filter_with_nothing_in_it_says_so_and_the_pages_keys_still_work(
    qtbot: QtBot, room: CaseloadRoom, window: MainWindow
) -> None:
    choose_tab(qtbot, room, 6)
    assert "Nothing here now" in said(room)
    focused = window.focusWidget()
    assert focused is not None
    with qtbot.waitSignal(room.print_asked) as printed:
        QTest.keyClick(focused, Qt.Key.Key_P, CTRL)
    assert printed.args == [Filter.SCREENING_DUE]


def test_slash_goes_to_the_search_and_the_down_key_on_to_what_was_found(
    qtbot: QtBot, room: CaseloadRoom, window: MainWindow
) -> None:
    QTest.keyClick(room.view.table, Qt.Key.Key_Slash)
    assert field(room).hasFocus()
    QTest.keyClicks(field(room), "hadd")
    qtbot.waitUntil(lambda: names(room) == ["Haddad, Sami"])
    QTest.keyClick(field(room), Qt.Key.Key_Down)
    assert room.view.table.hasFocus()
    with qtbot.waitSignal(room.case_opened) as opened:
        QTest.keyClick(room.view.table, Qt.Key.Key_Return)
    assert opened.args == ["case-3"]


def test_a_search_that_finds_nothing_says_how_to_go_back(
    qtbot: QtBot, room: CaseloadRoom, window: MainWindow
) -> None:
    field(room).setFocus()
    QTest.keyClicks(field(room), "nobody")
    qtbot.waitUntil(lambda: "Nothing found" in said(room))
    assert field(room).hasFocus()
    QTest.keyClick(field(room), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: names(room) == BY_NEED)


def test_the_last_question_asked_is_the_one_whose_answer_is_shown(
    qtbot: QtBot, room: CaseloadRoom, window: MainWindow, runner: Runner
) -> None:
    busy, receiver = Event(), Receiver()
    runner.submit(busy.wait, receiver.take, receiver.take)
    shown: list[Listing] = []
    room.listed.connect(shown.append)
    field(room).setText("marquez")
    tabs(room).setCurrentIndex(1)
    field(room).setText("")
    busy.set()
    drain(qtbot, runner)
    assert [len(listing.lines) for listing in shown] == [1]
    assert names(room) == ["Okafor, Ngozi"]


def test_the_first_case_is_chosen_and_the_chosen_one_stays_chosen(
    qtbot: QtBot, room: CaseloadRoom, window: MainWindow
) -> None:
    table = room.view.table
    assert table.hasFocus()
    assert table.chosen_id() == "case-1"
    QTest.keyClick(table, Qt.Key.Key_Down)
    refresh(qtbot, room)
    assert table.chosen_id() == "case-2"


def test_a_new_contact_is_for_the_chosen_case(
    qtbot: QtBot, room: CaseloadRoom, window: MainWindow
) -> None:
    QTest.keyClick(room.view.table, Qt.Key.Key_J)
    with qtbot.waitSignal(room.contact_asked) as asked:
        QTest.keyClick(room.view.table, Qt.Key.Key_N, CTRL)
    assert asked.args == ["case-2"]


def test_without_a_case_there_is_nobody_to_contact(
    qtbot: QtBot, room: CaseloadRoom, opened: Open
) -> None:
    opened()
    with qtbot.assertNotEmitted(room.contact_asked):
        QTest.keyClick(room.view, Qt.Key.Key_N, CTRL)


def test_another_caseload_is_shown_whole(
    qtbot: QtBot, room: CaseloadRoom, window: MainWindow
) -> None:
    choose_tab(qtbot, room, 1)
    with qtbot.waitSignal(room.listed):
        field(room).setText("oka")
    room.narrow_to(ANA, "Caseload of Ana Lima")
    refresh(qtbot, room)
    assert names(room) == BY_NEED
    assert field(room).text() == ""
    assert tabs(room).currentIndex() == 0


def test_while_the_first_cases_come_the_page_does_not_call_itself_empty(
    qtbot: QtBot, server: FakeServer, room: CaseloadRoom, desk: RoomDesk, opened: Open
) -> None:
    opened()
    room.view.show_filling("Fetching your cases…")
    assert "Fetching your cases…" in said(room)
    assert "Your cases are on their way" in said(room)
    assert "No cases yet" not in said(room)
    give_caseload(server)
    desk.sync()
    refresh(qtbot, room)
    assert names(room) == BY_NEED
    assert room.view.table.hasFocus()
    assert "Fetching your cases…" in said(room)
    room.view.show_filling("")
    assert "Fetching your cases…" not in said(room)


def test_without_any_case_the_page_says_what_would_be_here_and_the_key(
    room: CaseloadRoom, opened: Open
) -> None:
    opened()
    assert "No cases yet" in said(room)
    assert "Cases that are given to you appear here after the next sync, F9." in said(room)


def test_a_list_that_cannot_be_read_says_what_happened_and_what_is_safe(
    qtbot: QtBot, room: CaseloadRoom, window: MainWindow, desk: RoomDesk
) -> None:
    with desk.damaged():
        room.refresh()
        qtbot.waitUntil(lambda: room.view.problem_words() != "")
        assert "The store here is damaged." in room.view.problem_words()
        assert "What waits to sync was not touched." in said(room)
        assert names(room) == BY_NEED
    refresh(qtbot, room)
    assert room.view.problem_words() == ""


def test_a_problem_can_be_put_away_by_the_keys_and_the_focus_goes_back(
    qtbot: QtBot, room: CaseloadRoom, window: MainWindow, desk: RoomDesk
) -> None:
    with desk.damaged():
        room.refresh()
        qtbot.waitUntil(lambda: room.view.problem_words() != "")
    QTest.keyClick(room.view.table, Qt.Key.Key_Escape)
    assert room.view.problem_words() == ""
    assert room.view.table.hasFocus()


def test_nothing_about_a_member_is_in_the_title_of_the_window(
    qtbot: QtBot, room: CaseloadRoom, window: MainWindow
) -> None:
    QTest.keyClick(room.view.table, Qt.Key.Key_Space)
    QTest.keyClick(room.view.table, Qt.Key.Key_Return)
    assert window.windowTitle() == "nurseapp"


def test_a_supervisors_list_names_the_nurse_and_leaves_contacts_to_her(
    qtbot: QtBot,
    theme: Theme,
    server: FakeServer,
    tmp_path: Path,
    resources: Path,
    failures: Failures,
) -> None:
    cases = (
        give_case(server, "1", "Okafor, Ngozi"),
        give_case(server, "2", "Marquez, Elena", nurse=BEN),
        give_case(server, "3", "Haddad, Sami", nurse=None),
    )
    let_see(server, SAM, *cases, mode="read")
    desk, runner = open_room_desk(tmp_path / "sam", resources, server, SAM), Runner()
    desk.sync()
    view = CaseloadView(theme, with_nurse=True)
    qtbot.addWidget(view)
    room = CaseloadRoom(view, desk.desk.caseloads, runner, failures)
    refresh(qtbot, room)
    by_member = dict(zip(names(room), column(view.table, "Nurse"), strict=True))
    assert by_member == {
        "Okafor, Ngozi": "Ana Lima",
        "Marquez, Elena": "Ben Sato",
        "Haddad, Sami": "nobody yet",
    }
    assert not view.new_contact.isVisible()
    for nurse, listed in ((BEN, ["Marquez, Elena"]), (UserId(""), ["Haddad, Sami"])):
        room.narrow_to(nurse, "Caseload")
        refresh(qtbot, room)
        assert names(room) == listed
    runner.close()
    desk.cache.close()


def test_a_list_that_becomes_empty_under_the_keys_keeps_them_and_gives_them_back(
    qtbot: QtBot, room: CaseloadRoom, window: MainWindow
) -> None:
    assert room.view.table.hasFocus()
    for text, has_rows in (("nobody", False), ("oka", True)):
        with qtbot.waitSignal(room.listed):
            room.view.search_changed.emit(text)
        focused = window.focusWidget()
        assert focused is (room.view.table if has_rows else room.view)
        with qtbot.waitSignal(room.print_asked):
            QTest.keyClick(focused, Qt.Key.Key_P, CTRL)
