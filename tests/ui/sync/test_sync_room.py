"""The page of syncing says how it stands, what is safe, and what becomes of each entry."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from nurseapp.desktop.services.syncing import SyncState, SyncStatus
from nurseapp.desktop.sync.transport import TransportError
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.frame.places import PlaceName
from nurseapp.desktop.ui.frame.window import MainWindow
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.sync.sync_room import SyncRoom
from nurseapp.desktop.ui.sync.sync_view import SyncView
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.domain.ids import CaseId
from nurseapp.domain.streams import StreamKind, stream_of
from tests.builders import ANA
from tests.desktop.sync.fake_server import FakeServer
from tests.desktop.sync.fake_transport import PASSWORD
from tests.ui.room_desk import RoomDesk
from tests.ui.room_fixtures import Show, drain
from tests.ui.table_words import chips, column


@pytest.fixture
def sync_now(qtbot: QtBot) -> QAction:
    """The frame's action."""
    action = QAction("&Sync now")
    action.setShortcut("F9")
    return action


@pytest.fixture
def room(
    theme: Theme,
    desk: RoomDesk,
    sync_now: QAction,
    runner: Runner,
    failures: Failures,
) -> SyncRoom:
    """The room over a caseload of five that was synced once."""
    services = desk.desk
    view = SyncView(theme, UTC, sync_now)
    return SyncRoom(view, services.syncing, services.keeping, runner, failures)


@pytest.fixture
def window(qtbot: QtBot, room: SyncRoom, runner: Runner, show: Show) -> MainWindow:
    made = show(PlaceName.SYNC, room.view)
    refresh(qtbot, room, runner)
    return made


def refresh(qtbot: QtBot, room: SyncRoom, runner: Runner) -> None:
    room.refresh()
    drain(qtbot, runner)


def said(room: SyncRoom) -> list[str]:
    return [label.text() for label in room.view.findChildren(QLabel) if label.isVisible()]


def fail(desk: RoomDesk, code: str, **facts: object) -> None:
    """Let a round fail as the network would."""

    def fault(_point: str) -> None:
        raise TransportError(code, **facts)

    desk.transport.fault = fault
    desk.sync()


def test_all_is_well_in_a_sentence_and_counts(room: SyncRoom, window: MainWindow) -> None:
    assert "Last synced today 12:00." in said(room)
    assert room.view.facts() == "5 cases on this computer · nothing waits"
    assert "Nothing waits" in said(room)
    assert room.view.trouble_words() == ""
    assert not room.view.sign_in.isVisible()


def test_each_entry_says_what_it_is_whose_and_where_it_stands(
    qtbot: QtBot, room: SyncRoom, window: MainWindow, desk: RoomDesk, runner: Runner
) -> None:
    cases = [line.row.case for line in desk.desk.caseloads.listing().lines]
    desk.desk.notes.write(cases[0], "Slept well.")
    desk.desk.care_plans.add_problem(cases[1], "Low mood")
    refresh(qtbot, room, runner)
    table = room.view.table
    assert column(table, "What") == ["Note written", "Problem added"]
    assert column(table, "Member") == ["Okafor, Ngozi", "Marquez, Elena"]
    assert column(table, "Written") == ["today 12:00", "today 12:00"]
    assert chips(table, "State", 0) == ["○ Saved on this device"]
    assert room.view.facts() == "5 cases on this computer · 2 entries wait"


def test_an_entry_that_the_server_has_says_so_until_its_effect_is_back(
    qtbot: QtBot, room: SyncRoom, window: MainWindow, desk: RoomDesk, runner: Runner
) -> None:
    desk.desk.notes.write(desk.desk.caseloads.listing().lines[0].row.case, "Slept well.")

    def lose_what_is_pulled(point: str) -> None:
        if point == "before manifest":
            raise TransportError("offline")

    desk.transport.fault = lose_what_is_pulled
    desk.sync()
    refresh(qtbot, room, runner)
    assert chips(room.view.table, "State", 0) == ["● On the server"]
    assert "Offline. Last synced today 12:00. Everything still works." in said(room)


def test_a_refused_entry_says_why_in_words_and_what_became_of_it(
    qtbot: QtBot,
    room: SyncRoom,
    window: MainWindow,
    server: FakeServer,
    desk: RoomDesk,
    runner: Runner,
) -> None:
    case = desk.desk.caseloads.listing().lines[0].row.case
    desk.desk.notes.write(case, "Slept well.")
    server.allow(ANA, stream_of(case, StreamKind.CARE), mode="read")
    desk.sync()
    desk.desk.notes.write(CaseId("case-2"), "Moved.")
    refresh(qtbot, room, runner)
    table = room.view.table
    assert chips(table, "State", 0) == ["■ Refused"]
    assert column(table, "Why")[0] == "You may read this case, not change it. Its nurse can."
    assert room.view.refused.words() == column(table, "Why")[0]
    assert room.view.facts().endswith("1 entry waits · 1 refused by the server")
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert room.view.refused.words() == ""
    QTest.keyClick(table, Qt.Key.Key_Up)
    assert room.view.refused.isVisible()


def test_being_offline_is_calm(
    qtbot: QtBot, room: SyncRoom, window: MainWindow, desk: RoomDesk, runner: Runner
) -> None:
    fail(desk, "offline")
    refresh(qtbot, room, runner)
    assert room.view.trouble_words() == ""
    assert "Offline. Last synced today 12:00. Everything still works." in said(room)


def test_a_problem_says_what_happened_what_is_safe_and_the_next_step(
    qtbot: QtBot, room: SyncRoom, window: MainWindow, desk: RoomDesk, runner: Runner
) -> None:
    fail(desk, "not_our_server", server="central.example", reason="html")
    refresh(qtbot, room, runner)
    assert room.view.trouble_words() == (
        "Something else answered instead of the server. "
        "Everything you wrote is on this computer. "
        "Sign in to this network in a browser, then sync again."
    )
    desk.transport.fault = lambda _point: None
    desk.sync()
    refresh(qtbot, room, runner)
    assert room.view.trouble_words() == ""


def test_a_computer_that_was_never_synced_says_so(
    theme: Theme, qtbot: QtBot, sync_now: QAction
) -> None:
    view = SyncView(theme, UTC, sync_now)
    qtbot.addWidget(view)
    status = SyncStatus(
        state=SyncState.NEVER, last_synced=None, waiting=1, refused=0, conflicts=0, cases=1
    )
    view.show_status(status, datetime(2026, 3, 2, 12, tzinfo=UTC))
    assert "Not synced yet." in [label.text() for label in view.findChildren(QLabel)]
    assert view.facts() == "1 case on this computer · 1 entry waits"


def test_signing_in_again_needs_the_password_alone_and_lets_a_round_run(
    qtbot: QtBot, room: SyncRoom, window: MainWindow, desk: RoomDesk, runner: Runner
) -> None:
    fail(desk, "not_signed_in")
    refresh(qtbot, room, runner)
    assert room.view.sign_in.isVisible()
    assert "You can go on working without." in said(room)
    field = room.view.sign_in.findChildren(QLineEdit)[0]
    field.setFocus()
    QTest.keyClicks(field, "something else")
    QTest.keyClick(field, Qt.Key.Key_Return)
    drain(qtbot, runner)
    assert field.text() == ""
    assert room.view.sign_in.said() == "Name and password do not belong together. Type them again."
    assert field.hasFocus()
    QTest.keyClicks(field, PASSWORD)
    with qtbot.waitSignal(room.signed_in):
        QTest.keyClick(field, Qt.Key.Key_Return)
    drain(qtbot, runner)
    assert not room.view.sign_in.isVisible()
    assert room.view.sign_in.said() == ""


def test_the_code_is_asked_for_only_when_the_server_wants_it_and_with_the_keyboard_alone(
    qtbot: QtBot, room: SyncRoom, window: MainWindow, desk: RoomDesk, runner: Runner
) -> None:
    desk.transport.server.code = "123456"
    fail(desk, "not_signed_in")
    refresh(qtbot, room, runner)
    panel = room.view.sign_in
    assert not panel.codes.factor.isVisible()
    password = panel.findChildren(QLineEdit)[0]
    password.setFocus()
    QTest.keyClicks(password, PASSWORD)
    QTest.keyClick(password, Qt.Key.Key_Return)
    drain(qtbot, runner)
    assert panel.said() == "A code is needed too. Type the one that your authenticator app shows."
    assert panel.codes.factor.field.hasFocus()
    with qtbot.assertNotEmitted(room.view.signed_in):
        QTest.keyClick(panel.codes.factor.field, Qt.Key.Key_Return)

    QTest.keyClicks(panel.codes.factor.field, "654321")
    QTest.keyClick(panel.codes.factor.field, Qt.Key.Key_Return)
    drain(qtbot, runner)
    assert panel.said().startswith("That is not the code, or it was used before.")
    assert (panel.codes.factor.text(), panel.codes.factor.field.hasFocus()) == ("", True)

    QTest.keyClicks(panel.codes.factor.field, "123456")
    with qtbot.waitSignal(room.signed_in):
        QTest.keyClick(panel.codes.factor.field, Qt.Key.Key_Return)
    drain(qtbot, runner)
    assert (panel.password.text(), panel.codes.factor.text(), panel.said()) == ("", "", "")


def test_without_a_password_nothing_is_asked(
    qtbot: QtBot, room: SyncRoom, window: MainWindow
) -> None:
    with qtbot.assertNotEmitted(room.view.signed_in):
        room.view.sign_in.password.submitted.emit()


def test_a_disk_that_fails_while_signing_in_is_told_beside_the_field(
    qtbot: QtBot, room: SyncRoom, window: MainWindow, desk: RoomDesk, runner: Runner
) -> None:
    fail(desk, "not_signed_in")
    refresh(qtbot, room, runner)
    with desk.damaged():
        room.view.sign_in.asked.emit(PASSWORD, "", "")
        drain(qtbot, runner)
    assert "The store here is damaged." in room.view.sign_in.said()
    assert room.view.sign_in.password.isEnabled()


def test_f9_is_the_pages_button_too(
    qtbot: QtBot, room: SyncRoom, window: MainWindow, sync_now: QAction
) -> None:
    button = next(b for b in room.view.findChildren(QPushButton) if "Sync now" in b.text())
    assert button.text() == "Sync now   F9"
    with qtbot.waitSignal(sync_now.triggered):
        button.click()


def test_the_status_is_told_for_the_status_bar(
    qtbot: QtBot, room: SyncRoom, window: MainWindow
) -> None:
    with qtbot.waitSignal(room.status_read) as told:
        room.refresh()
    assert told.args[0].state is SyncState.SYNCED
    assert window.windowTitle() == "nurseapp"


def test_many_cases_taken_back_at_once_wait_until_somebody_agrees(
    qtbot: QtBot, desk: RoomDesk, room: SyncRoom, window: MainWindow
) -> None:
    held = SyncStatus(
        state=SyncState.PROBLEM,
        last_synced=None,
        waiting=0,
        refused=0,
        conflicts=0,
        cases=5,
        held_revocations=9,
        code="revocations_held",
        facts={"count": 9},
    )
    assert not room.view.doing.agree.isVisible()
    room.view.show_status(held, datetime(2026, 11, 24, 10, 0, tzinfo=UTC))
    assert "The server takes many cases back at once." in said(room)

    with qtbot.waitSignal(room.signed_in):
        room.view.doing.agree.trigger()
    assert desk.desk.syncing.status().held_revocations == 0
    qtbot.waitUntil(lambda: not room.view.doing.agree.isVisible())


def test_a_server_that_forgot_this_computer_is_told_an_enrolment_code(
    qtbot: QtBot, room: SyncRoom, window: MainWindow, desk: RoomDesk, runner: Runner
) -> None:
    desk.transport.server.enrolment = "ABCD-EFGH-JKLM"
    fail(desk, "not_signed_in")
    refresh(qtbot, room, runner)
    panel = room.view.sign_in
    QTest.keyClicks(panel.findChildren(QLineEdit)[0], PASSWORD)
    QTest.keyClick(panel.findChildren(QLineEdit)[0], Qt.Key.Key_Return)
    drain(qtbot, runner)
    assert panel.said().startswith("This computer is new to your account.")
    assert panel.codes.enrolment.field.hasFocus()

    QTest.keyClicks(panel.codes.enrolment.field, "ABCD-EFGH-JKLM")
    with qtbot.waitSignal(room.signed_in):
        QTest.keyClick(panel.codes.enrolment.field, Qt.Key.Key_Return)
    drain(qtbot, runner)
    assert not panel.codes.isVisible()
