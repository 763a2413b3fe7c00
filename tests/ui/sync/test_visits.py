"""Today's cases are proposed; what is ticked is fetched before the rest."""

from __future__ import annotations

from datetime import UTC

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nurseapp.desktop.storage.visit_store import VisitStore
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.frame.places import PlaceName
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.sync.sync_view import SyncView
from nurseapp.desktop.ui.sync.visits_panel import VisitsPanel
from nurseapp.desktop.ui.sync.visits_room import VisitsRoom
from nurseapp.desktop.ui.theme.theme import Theme
from tests.ui.room_desk import RoomDesk
from tests.ui.room_fixtures import Show, drain


@pytest.fixture
def room(
    qtbot: QtBot, theme: Theme, desk: RoomDesk, runner: Runner, failures: Failures, show: Show
) -> VisitsRoom:
    """The panel, opened by its action."""
    view = SyncView(theme, UTC, QAction("&Sync now"))
    made = VisitsRoom(view, desk.desk.visits, runner, failures)
    show(PlaceName.SYNC, view)
    view.doing.visits.trigger()
    drain(qtbot, runner)
    return made


def panel(room: VisitsRoom) -> VisitsPanel:
    return room.page.visits


def ticked(room: VisitsRoom) -> list[str]:
    return [line for line, is_ticked in panel(room).lines() if is_ticked]


def wanted(desk: RoomDesk) -> set[str]:
    return {case for case, found in VisitStore(desk.cache).missing().items() if found.is_wanted}


def test_todays_cases_stand_first_and_are_proposed(room: VisitsRoom) -> None:
    assert ticked(room)
    assert all("· today" in line for line in ticked(room))
    assert "· today" not in panel(room).lines()[-1][0]
    assert panel(room).words() == f"{len(ticked(room))} chosen · all of it is here"


def test_by_keyboard_a_case_is_taken_out_and_the_rest_is_fetched_first(
    qtbot: QtBot, room: VisitsRoom, desk: RoomDesk, runner: Runner
) -> None:
    before = ticked(room)
    focused = room.page.window().focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Space)
    assert ticked(room) == before[1:]
    with qtbot.waitSignal(room.prepared):
        panel(room).button.click()
    drain(qtbot, runner)
    assert len(wanted(desk)) == len(before) - 1
    assert panel(room).isHidden()


def test_what_is_missing_is_told_with_its_size_and_time(
    qtbot: QtBot, room: VisitsRoom, desk: RoomDesk, runner: Runner
) -> None:
    with desk.cache.write() as connection:
        connection.exec_driver_sql("UPDATE stream SET server_head = head + 40000")
    for _ in range(2):
        room.page.doing.visits.trigger()
        drain(qtbot, runner)
    assert "MB to fetch" in ticked(room)[0]
    assert "min on a slow line" in panel(room).words()
