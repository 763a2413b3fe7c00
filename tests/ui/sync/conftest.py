"""What these tests ask for comes from one place for all rooms of lists."""

from collections.abc import Callable
from datetime import UTC

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.frame.places import PlaceName
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.sync.sync_room import SyncRoom
from nurseapp.desktop.ui.sync.sync_view import SyncView
from nurseapp.desktop.ui.theme.theme import Theme
from tests.desktop.sync.fake_server import FakeServer
from tests.ui.room_desk import RoomDesk, give_caseload
from tests.ui.room_fixtures import Show, desk, drain, failures, runner, server, show

__all__ = ["desk", "failures", "runner", "server", "show"]

ShowRoom = Callable[[], SyncRoom]


@pytest.fixture(autouse=True)
def caseload(server: FakeServer, desk: RoomDesk) -> None:
    """Give Ana's desk a caseload of five that was synced once."""
    give_caseload(server)
    desk.sync()


@pytest.fixture
def show_room(
    qtbot: QtBot, theme: Theme, desk: RoomDesk, runner: Runner, failures: Failures, show: Show
) -> ShowRoom:
    """Show the room as it stands then."""

    def shown() -> SyncRoom:
        services = desk.desk
        view = SyncView(theme, UTC, QAction("&Sync now"))
        room = SyncRoom(view, services.syncing, services.keeping, runner, failures)
        show(PlaceName.SYNC, view)
        room.refresh()
        drain(qtbot, runner)
        return room

    return shown
