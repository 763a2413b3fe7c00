"""Ana's caseload in the real window; the desk comes from one place for all rooms of lists."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.caseload.caseload_room import CaseloadRoom
from nurseapp.desktop.ui.caseload.caseload_view import CaseloadView
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.frame.places import PlaceName
from nurseapp.desktop.ui.frame.window import MainWindow
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.theme.theme import Theme
from tests.desktop.sync.fake_server import FakeServer
from tests.ui.room_desk import RoomDesk, give_caseload
from tests.ui.room_fixtures import Show, desk, failures, runner, server, show

__all__ = ["desk", "failures", "runner", "server", "show"]

Open = Callable[[], MainWindow]


@pytest.fixture
def room(theme: Theme, desk: RoomDesk, runner: Runner, failures: Failures) -> CaseloadRoom:
    """Ana's caseload, still without a case."""
    view = CaseloadView(theme, with_nurse=False)
    made = CaseloadRoom(view, desk.desk.caseloads, runner, failures)
    made.narrow_to(None, "Caseload")
    return made


@pytest.fixture
def opened(qtbot: QtBot, room: CaseloadRoom, desk: RoomDesk, show: Show) -> Open:
    """Sync, and show the caseload in its window."""

    def open_room() -> MainWindow:
        desk.sync()
        window = show(PlaceName.CASELOAD, room.view)
        refresh(qtbot, room)
        return window

    return open_room


@pytest.fixture
def window(server: FakeServer, opened: Open) -> MainWindow:
    """The window, with a caseload of four and a closed case."""
    give_caseload(server)
    return opened()


def refresh(qtbot: QtBot, room: CaseloadRoom) -> None:
    with qtbot.waitSignal(room.listed):
        room.refresh()
