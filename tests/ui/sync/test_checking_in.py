"""The day at a computer ends with a round that leaves nothing behind."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from nurseapp.desktop.sync.transport import TransportError
from nurseapp.desktop.ui.checking_in import CheckingIn
from nurseapp.desktop.ui.sync.sync_room import SyncRoom
from nurseapp.desktop.ui.sync_thread import SyncThread
from tests.ui.room_desk import RoomDesk
from tests.ui.sync.conftest import ShowRoom


@pytest.fixture
def thread(qtbot: QtBot, desk: RoomDesk) -> Iterator[SyncThread]:
    made = SyncThread(desk.desk.syncing.run, lambda: 0.0)
    yield made
    made.close()


@pytest.fixture
def room(show_room: ShowRoom) -> SyncRoom:
    return show_room()


def test_a_round_that_goes_through_ends_the_day(
    qtbot: QtBot, room: SyncRoom, thread: SyncThread
) -> None:
    checking_in = CheckingIn(room, thread, room)
    with qtbot.waitSignal(checking_in.done):
        room.view.doing.check_in.trigger()
    assert room.view.done_words().startswith("Checked in. 5 cases on this computer")


def test_a_round_that_does_not_go_through_says_so_and_ends_nothing(
    qtbot: QtBot, room: SyncRoom, thread: SyncThread, desk: RoomDesk
) -> None:
    def fault(_point: str) -> None:
        raise TransportError("offline")

    desk.transport.fault = fault
    checking_in = CheckingIn(room, thread, room)
    with qtbot.assertNotEmitted(checking_in.done), qtbot.waitSignal(thread.ended):
        room.view.doing.check_in.trigger()
    assert room.view.done_words().startswith("Not checked in.")


def test_a_round_that_nobody_asked_to_end_the_day_does_not(
    qtbot: QtBot, room: SyncRoom, thread: SyncThread
) -> None:
    checking_in = CheckingIn(room, thread, room)
    with qtbot.assertNotEmitted(checking_in.done), qtbot.waitSignal(thread.ended):
        thread.ask()
    assert room.view.done_words() == ""
