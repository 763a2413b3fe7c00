"""What the server did not take: why in plain words, what was written, and how it is settled."""

from __future__ import annotations

from datetime import UTC, timedelta

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nurseapp.desktop.sync.transport import TransportError
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.frame.places import PlaceName
from nurseapp.desktop.ui.frame.window import MainWindow
from nurseapp.desktop.ui.oversight.letter_room import LetterRoom
from nurseapp.desktop.ui.oversight.letter_view import LetterView
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.domain.events import Event
from nurseapp.domain.goal import GoalRevised
from nurseapp.domain.ids import CaseId, EventId, RecordId
from nurseapp.domain.note import NoteWritten
from nurseapp.domain.revising import Change
from nurseapp.domain.streams import StreamKind, stream_of
from nurseapp.wire.events import encode_event
from nurseapp.wire.refused import DeadLetter, RefusedAnswer
from tests.builders import ANA, BEN, NOON
from tests.desktop.sync.fake_server import FakeServer
from tests.ui.room_desk import RoomDesk, give_case, let_see
from tests.ui.room_fixtures import Show, drain
from tests.ui.table_words import column

CTRL = Qt.KeyboardModifier.ControlModifier


def letter(name: str, case: str, body: NoteWritten | GoalRevised, reason: str) -> DeadLetter:
    """Make up what Ben sent and was refused."""
    event = Event(
        id=EventId(name),
        stream=stream_of(CaseId(case), StreamKind.CARE),
        at=NOON,
        author=BEN,
        body=body,
    )
    return DeadLetter(
        id=name,
        stream=event.stream,
        sender=BEN if name != "own" else ANA,
        name="Ben Sato",
        received_at=NOON - timedelta(hours=1),
        kind=type(body).__name__,
        reason=reason,
        event=msgspec.Raw(encode_event(event)),
    )


@pytest.fixture
def case(server: FakeServer, desk: RoomDesk) -> CaseId:
    found = give_case(server, "1", "Silva, João")
    let_see(server, ANA, found)
    desk.sync()
    return found


@pytest.fixture
def room(theme: Theme, desk: RoomDesk, runner: Runner, failures: Failures) -> LetterRoom:
    letters, runners = desk.desk.dead_letters, (runner, runner)
    return LetterRoom(LetterView(theme, UTC), letters, runners, failures, lambda: NOON)


@pytest.fixture
def window(room: LetterRoom, show: Show) -> MainWindow:
    return show(PlaceName.TEAM, room.view)


@pytest.fixture
def two(desk: RoomDesk, case: CaseId) -> RefusedAnswer:
    """A note in a case that is here, and a change in one that is not."""
    note = NoteWritten(note=RecordId("n"), text="Slept badly.")
    change = GoalRevised(
        record=RecordId("g"), changes={"outcome": Change(was="Walks", now="Walks daily")}
    )
    return RefusedAnswer(
        more=False,
        letters=(
            letter("a", case, note, "no_such_stream"),
            letter("b", "case-77", change, "forked"),
        ),
    )


def ask(qtbot: QtBot, room: LetterRoom, runner: Runner) -> None:
    room.begin()
    for _ in range(2):
        drain(qtbot, runner)


def test_each_is_told_with_its_author_the_reason_and_what_was_written(
    qtbot: QtBot,
    room: LetterRoom,
    window: MainWindow,
    runner: Runner,
    desk: RoomDesk,
    two: RefusedAnswer,
) -> None:
    desk.asking.answers = [two]
    ask(qtbot, room, runner)

    table = room.view.table
    assert column(table, "What") == ["Note written", "Changed: goal"]
    assert column(table, "By") == ["Ben Sato", "Ben Sato"]
    assert column(table, "Member") == ["Silva, João", "—"]
    assert "text: Slept badly." in room.view.detail_words()
    assert "Its author could not write in this case" in room.view.detail_words()
    table.choose("b")
    assert "outcome: Walks → Walks daily" in room.view.detail_words()
    assert "The server has this entry already, with other words." in room.view.detail_words()


def test_one_that_was_entered_anew_is_settled_at_once_and_the_list_is_asked_for_again(
    qtbot: QtBot,
    room: LetterRoom,
    window: MainWindow,
    runner: Runner,
    desk: RoomDesk,
    server: FakeServer,
    two: RefusedAnswer,
) -> None:
    desk.asking.answers = [two, RefusedAnswer(letters=(), more=False)]
    ask(qtbot, room, runner)
    QTest.keyClick(room.view.table, Qt.Key.Key_D, CTRL)
    QTest.keyClicks(window.focusWidget(), "Written twice.")
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    for _ in range(3):
        drain(qtbot, runner)

    assert "push" in desk.transport.asked
    assert len(desk.asking.asked) == 2
    assert column(room.view.table, "What") == []
    assert room.view.empty.isVisible()


def test_offline_is_told_and_escape_leaves(
    qtbot: QtBot, room: LetterRoom, window: MainWindow, runner: Runner, desk: RoomDesk
) -> None:
    desk.asking.answers = [TransportError("offline", reason="cut")]
    ask(qtbot, room, runner)
    assert "There is no connection." in room.view.problem_words()
    assert not room.view.is_filling()
    room.view.clear_problem()
    with qtbot.waitSignal(room.view.left):
        QTest.keyClick(room.view, Qt.Key.Key_Escape)
