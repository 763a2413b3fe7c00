"""An inbox over one case; the desk comes from one place for all rooms of lists."""

from collections.abc import Callable
from datetime import UTC, date

import pytest
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.frame.places import PlaceName
from nurseapp.desktop.ui.inbox.inbox_room import InboxRoom
from nurseapp.desktop.ui.inbox.inbox_view import InboxView
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.domain.streams import Record
from tests.builders import ANA, goal, problem
from tests.desktop.sync.fake_server import FakeServer
from tests.ui.room_desk import RoomDesk, give_case, let_see
from tests.ui.room_fixtures import Show, desk, drain, failures, runner, server, show

__all__ = ["desk", "failures", "runner", "server", "show"]

Make = Callable[..., InboxRoom]


@pytest.fixture
def make_room(
    qtbot: QtBot,
    theme: Theme,
    server: FakeServer,
    desk: RoomDesk,
    runner: Runner,
    failures: Failures,
    show: Show,
) -> Make:
    """Show the inbox of somebody who has Philippe Garnier's case, with these records in it."""

    def made(*records: Record, is_supervisor: bool = False) -> InboxRoom:
        plan = (problem(), goal(due=date(2026, 7, 1)))
        case = give_case(server, "1", "Garnier, Philippe", (*plan, *records))
        let_see(server, ANA, case)
        desk.sync()
        view = InboxView(theme, UTC, is_supervisor=is_supervisor)
        room = InboxRoom(view, desk.desk.conflicts, desk.desk.caseloads, runner, failures)
        show(PlaceName.INBOX, view)
        room.refresh()
        drain(qtbot, runner)
        return room

    return made
