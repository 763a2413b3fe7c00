"""What was opened in emergencies: a supervisor looks into it, with or without a network."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.frame.places import PlaceName
from nurseapp.desktop.ui.frame.window import MainWindow
from nurseapp.desktop.ui.oversight.review_room import ReviewRoom
from nurseapp.desktop.ui.oversight.review_view import ReviewView
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.domain.emergency_access import Emergency, EmergencyAccess, Finding
from nurseapp.domain.ids import RecordId
from tests.builders import ANA, BEN, NOON, SAM
from tests.desktop.sync.fake_server import FakeServer
from tests.ui.room_desk import RoomDesk, give_case, let_see, open_room_desk
from tests.ui.room_fixtures import Show, drain
from tests.ui.table_words import chips, column

CTRL = Qt.KeyboardModifier.ControlModifier


def access(name: str, person: str, hours: int, finding: Finding | None = None) -> EmergencyAccess:
    """Make up an emergency, some hours before noon."""
    at = NOON - timedelta(hours=hours)
    return EmergencyAccess(
        id=RecordId(name),
        person=BEN if person == "ben" else ANA,
        emergency=Emergency.MEDICAL,
        reason="She lies on the floor and her neighbour calls",
        at=at,
        until=at + timedelta(hours=1),
        finding=finding,
        reviewed_by=None if finding is None else SAM,
        reviewed_at=None if finding is None else NOON,
    )


@pytest.fixture
def desk(tmp_path: Path, resources: Path, server: FakeServer) -> Iterator[RoomDesk]:
    """Sam's desk."""
    made = open_room_desk(tmp_path / "vault", resources, server, SAM)
    yield made
    made.cache.close()


@pytest.fixture
def room(theme: Theme, desk: RoomDesk, runner: Runner, failures: Failures) -> ReviewRoom:
    return ReviewRoom(ReviewView(theme, UTC), desk.desk.reviews, runner, failures)


@pytest.fixture
def window(
    qtbot: QtBot, server: FakeServer, desk: RoomDesk, room: ReviewRoom, runner: Runner, show: Show
) -> MainWindow:
    """Two that wait, one that was reviewed, and a case that nobody opened."""
    old = access("e-1", "ben", 50, Finding.JUSTIFIED)
    first = give_case(server, "1", "Silva, João", [old, access("e-2", "ben", 5)])
    second = give_case(server, "2", "Kaur, Simran", [access("e-3", "ana", 2)])
    let_see(server, SAM, first, second, give_case(server, "3", "Chen, Wei"), mode="read")
    desk.sync()
    made = show(PlaceName.TEAM, room.view)
    room.refresh()
    drain(qtbot, runner)
    return made


def test_what_waits_comes_first_with_who_whom_and_why(room: ReviewRoom, window: MainWindow) -> None:
    table = room.view.table
    assert column(table, "Opened by") == ["Ana Lima", "Ben Sato", "Ben Sato"]
    assert column(table, "Member") == ["Kaur, Simran", "Silva, João", "Silva, João"]
    states = [chips(table, "State", row) for row in range(3)]
    assert states == [["■ To review"], ["■ To review"], ["● Justified"]]
    assert "Medical emergency · today 10:00 to 11:00" in room.view.detail_words()
    assert "She lies on the floor and her neighbour calls" in room.view.detail_words()


def test_one_key_says_that_it_was_justified_and_it_waits_to_sync(
    qtbot: QtBot, room: ReviewRoom, window: MainWindow, runner: Runner, desk: RoomDesk
) -> None:
    counts: list[int] = []
    room.counted.connect(counts.append)
    with qtbot.waitSignal(room.written):
        QTest.keyClick(room.view.table, Qt.Key.Key_J, CTRL)
    drain(qtbot, runner)

    assert counts == [1]
    assert [opening.access.id for opening in desk.desk.reviews.openings() if opening.waits] == [
        "e-2"
    ]
    [waiting] = desk.desk.syncing.waiting()
    assert waiting.kind == "EmergencyAccessReviewed"
    assert "Reviewed by Sam Roth, today 12:00" in room.view.detail_words()
    assert not room.view.justified.isEnabled()


def test_a_question_needs_words_and_everybody_in_the_case_reads_them(
    qtbot: QtBot, room: ReviewRoom, window: MainWindow, runner: Runner, desk: RoomDesk
) -> None:
    QTest.keyClick(room.view.table, Qt.Key.Key_U, CTRL)
    assert room.view.asker.isVisible()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert desk.desk.syncing.waiting() == ()
    QTest.keyClicks(window.focusWidget(), "Her nurse was on duty.")
    with qtbot.waitSignal(room.written):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    drain(qtbot, runner)

    [found] = [one for one in desk.desk.reviews.openings() if one.access.id == "e-3"]
    assert found.access.finding is Finding.UNJUSTIFIED
    assert "Her nurse was on duty." in room.view.detail_words()
    assert desk.desk.cases.open(found.row.case).waiting == 1


def test_enter_opens_the_case_and_escape_leaves(
    qtbot: QtBot, room: ReviewRoom, window: MainWindow
) -> None:
    with qtbot.waitSignal(room.view.case_opened) as opened:
        QTest.keyClick(room.view.table, Qt.Key.Key_Return)
    assert opened.args == ["case-2"]
    with qtbot.waitSignal(room.view.left):
        QTest.keyClick(room.view.table, Qt.Key.Key_Escape)


def test_a_team_in_which_nobody_opened_any_says_so(
    qtbot: QtBot, room: ReviewRoom, runner: Runner, show: Show
) -> None:
    show(PlaceName.TEAM, room.view)
    room.refresh()
    drain(qtbot, runner)
    assert room.view.empty.isVisible()


def test_a_store_that_cannot_be_read_is_told_of(
    qtbot: QtBot, room: ReviewRoom, window: MainWindow, desk: RoomDesk, runner: Runner
) -> None:
    with desk.damaged():
        room.refresh()
        drain(qtbot, runner)
    assert "The store here is damaged." in room.view.problem_words()
