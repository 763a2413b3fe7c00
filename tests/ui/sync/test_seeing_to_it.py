"""What was refused can be tried again, amended or withdrawn; the day ends when nothing waits."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.desktop.sync.transport import TransportError
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.sync.sync_room import SyncRoom
from nurseapp.domain.ids import CaseId
from nurseapp.domain.problem import Problem
from nurseapp.domain.streams import CASE_KINDS, StreamKind, stream_of
from tests.builders import ANA, PROBLEM
from tests.desktop.sync.fake_server import FakeServer
from tests.ui.room_desk import RoomDesk
from tests.ui.room_fixtures import drain
from tests.ui.sync.conftest import ShowRoom
from tests.ui.table_words import chips, column

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CASE = CaseId("case-1")
CARE = stream_of(CASE, StreamKind.CARE)


@pytest.fixture
def room(show_room: ShowRoom, desk: RoomDesk, server: FakeServer) -> SyncRoom:
    """The room with one note that the server refused, chosen."""
    desk.desk.notes.write(CASE, "Slept well.")
    server.allow(ANA, CARE, mode="read")
    desk.sync()
    server.allow(ANA, CARE)
    room = show_room()
    room.view.table.setFocus()
    return room


def focused(room: SyncRoom) -> QWidget:
    found = room.view.window().focusWidget()
    assert found is not None
    return found


def settle(qtbot: QtBot, runner: Runner) -> None:
    """Wait for the act, and for the list that is read after it."""
    drain(qtbot, runner)
    drain(qtbot, runner)


def test_a_refused_entry_is_tried_again_as_a_new_one(
    qtbot: QtBot, room: SyncRoom, desk: RoomDesk, runner: Runner
) -> None:
    with qtbot.waitSignal(room.written):
        QTest.keyClick(room.view.table, Qt.Key.Key_R, CTRL)
    settle(qtbot, runner)
    assert chips(room.view.table, "State", 0) == ["○ Saved on this device"]
    assert column(room.view.table, "What") == ["Note written", "Entry withdrawn"]
    desk.sync()
    assert [note.text for note in desk.desk.cases.open(CASE).notes] == ["Slept well."]
    assert desk.desk.syncing.waiting() == ()


def test_a_refused_entry_is_withdrawn_for_a_reason(
    qtbot: QtBot, room: SyncRoom, desk: RoomDesk, runner: Runner
) -> None:
    QTest.keyClick(room.view.table, Qt.Key.Key_Delete, CTRL)
    QTest.keyClicks(focused(room), "Written for another member.")
    QTest.keyClick(focused(room), Qt.Key.Key_Return)
    settle(qtbot, runner)
    assert column(room.view.table, "What") == ["Entry withdrawn"]
    assert room.view.facts() == "5 cases on this computer · 1 entry waits"
    desk.sync()
    assert desk.desk.syncing.waiting() == ()


def test_without_a_reason_nothing_is_withdrawn(room: SyncRoom, desk: RoomDesk) -> None:
    QTest.keyClick(room.view.table, Qt.Key.Key_Delete, CTRL)
    QTest.keyClick(focused(room), Qt.Key.Key_Return)
    QTest.keyClick(focused(room), Qt.Key.Key_Escape)
    assert room.view.table.hasFocus()
    assert len(desk.desk.syncing.waiting()) == 1


@pytest.mark.parametrize(
    ("key", "modifier"),
    [(Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_O, CTRL)],
    ids=["Enter", "its action"],
)
def test_the_case_of_an_entry_is_one_key_away(
    qtbot: QtBot, room: SyncRoom, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    with qtbot.waitSignal(room.entry_opened) as opened:
        QTest.keyClick(room.view.table, key, modifier)
    assert opened.args == [CASE, "notes", None]


def test_the_record_that_an_entry_changes_is_one_key_away(
    qtbot: QtBot, room: SyncRoom, desk: RoomDesk, runner: Runner
) -> None:
    other = CaseId("case-2")
    problem = CaseStore(desk.cache).open(other)[StreamKind.CARE].get(Problem, PROBLEM)
    desk.desk.care_plans.revise(other, problem, {"title": "Heart failure, known"})
    room.refresh()
    drain(qtbot, runner)
    room.view.table.choose(desk.desk.syncing.waiting()[-1].event)
    with qtbot.waitSignal(room.entry_opened) as opened:
        QTest.keyClick(room.view.table, Qt.Key.Key_O, CTRL)
    assert opened.args == [other, "plan", PROBLEM]


def test_what_was_not_refused_is_not_tried_again(
    qtbot: QtBot, show_room: ShowRoom, desk: RoomDesk
) -> None:
    desk.desk.notes.write(CASE, "Slept well.")
    room = show_room()
    assert not room.view.doing.retry.isEnabled()
    assert room.view.doing.amend.isEnabled()


def test_a_retry_that_no_longer_fits_says_why(
    qtbot: QtBot, room: SyncRoom, desk: RoomDesk, server: FakeServer, runner: Runner
) -> None:
    server.end(ANA, CARE)
    desk.sync()
    QTest.keyClick(room.view.table, Qt.Key.Key_R, CTRL)
    settle(qtbot, runner)
    assert room.view.problem_words() != ""
    assert chips(room.view.table, "State", 0) == ["■ Refused"]


def test_a_case_that_moved_on_cannot_be_opened(
    qtbot: QtBot, room: SyncRoom, desk: RoomDesk, server: FakeServer, runner: Runner
) -> None:
    server.end(ANA, *(stream_of(CASE, kind) for kind in CASE_KINDS))
    desk.sync()
    room.refresh()
    drain(qtbot, runner)
    assert not room.view.doing.amend.isEnabled()
    with qtbot.assertNotEmitted(room.entry_opened):
        QTest.keyClick(room.view.table, Qt.Key.Key_Return)


def test_what_is_on_this_computer_is_said(show_room: ShowRoom, desk: RoomDesk) -> None:
    desk.desk.keeping.keeping_store.begin(desk.desk.keeping.author.now())
    said = show_room().view.kept()
    assert "MB, encrypted · kept here since 2 Mar 2026" in said
    assert not said.startswith("0.0")


def test_the_day_cannot_end_while_something_waits(
    qtbot: QtBot, show_room: ShowRoom, desk: RoomDesk
) -> None:
    desk.desk.notes.write(CASE, "Slept well.")
    room = show_room()
    assert not room.view.doing.check_in.isEnabled()
    assert room.view.why_not_yet() == "Checking in has to wait: 1 entry waits. Sync first."
    with qtbot.assertNotEmitted(room.check_in_asked):
        QTest.keyClick(room.view.table, Qt.Key.Key_I, CTRL | SHIFT)


def test_the_day_ends_and_says_what_is_left(qtbot: QtBot, room: SyncRoom, desk: RoomDesk) -> None:
    with qtbot.waitSignal(room.check_in_asked):
        QTest.keyClick(room.view.table, Qt.Key.Key_I, CTRL | SHIFT)
    assert room.check_in(desk.desk.syncing.status())
    assert room.view.done_words() == (
        "Checked in. 5 cases on this computer · nothing waits · 1 refused by the server."
    )


def test_a_day_that_cannot_be_synced_does_not_end(room: SyncRoom, desk: RoomDesk) -> None:
    def fault(_point: str) -> None:
        raise TransportError("offline")

    desk.transport.fault = fault
    desk.sync()
    assert not room.check_in(desk.desk.syncing.status())
    assert room.view.done_words().startswith("Not checked in.")


def test_an_entry_that_waits_is_withdrawn_and_both_go_up(
    qtbot: QtBot, show_room: ShowRoom, desk: RoomDesk, runner: Runner
) -> None:
    desk.desk.notes.write(CASE, "Meant for another member.")
    room = show_room()
    room.view.table.setFocus()
    assert not room.view.doing.retry.isEnabled()
    QTest.keyClick(room.view.table, Qt.Key.Key_Delete, CTRL)
    QTest.keyClicks(focused(room), "Another member's.")
    QTest.keyClick(focused(room), Qt.Key.Key_Return)
    settle(qtbot, runner)
    assert column(room.view.table, "What") == [
        "Note written",
        "Note marked as an error",
        "Entry withdrawn",
    ]
    desk.sync()
    [note] = desk.desk.cases.open(CASE).notes
    assert (note.text, note.error_reason) == ("Meant for another member.", "Another member's.")
    assert desk.desk.syncing.waiting() == ()


def test_an_entry_that_nothing_takes_back_offers_no_withdrawal(
    show_room: ShowRoom, desk: RoomDesk
) -> None:
    note = desk.desk.notes.write(CASE, "Wrong.")
    desk.sync()
    desk.desk.notes.mark_as_error(CASE, note, "Another member's.")
    room = show_room()
    assert column(room.view.table, "What") == ["Note marked as an error"]
    assert not room.view.doing.withdraw.isEnabled()
    assert not room.view.refused.isVisible()
