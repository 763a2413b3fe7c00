"""Beside the two sides there are both together and a value that is typed; no winner is silent."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.inbox.inbox_room import InboxRoom
from nurseapp.desktop.ui.runner import Runner
from nurseapp.domain.goal import Goal, GoalRevised, GoalStatus
from nurseapp.domain.ids import CaseId, EventId, RecordId, UserId
from nurseapp.domain.revising import Conflict, FieldValue
from nurseapp.domain.streams import StreamKind, stream_of
from tests.builders import BEN, GOAL, NOON, PROBLEM, changes, conflict, event, goal
from tests.desktop.sync.fake_server import FakeServer
from tests.ui.inbox.conftest import Make
from tests.ui.inbox.hands import CTRL, press, type_words
from tests.ui.room_desk import RoomDesk
from tests.ui.room_fixtures import drain
from tests.ui.table_words import chips, column

CASE = CaseId("case-1")
CARE = stream_of(CASE, StreamKind.CARE)
DUE = conflict()
OUTCOME = conflict(
    field="outcome", was="Walk", theirs="Walk twice", mine="Swim weekly", id=RecordId("c-text")
)
TALKED = goal(due=date(2026, 7, 1), outcome="Walk twice")


def goal_of(desk: RoomDesk) -> Goal:
    [problem] = desk.desk.cases.open(CASE).plan
    found = problem.children[0].record
    assert isinstance(found, Goal)
    return found


def revise(server: FakeServer, **fields: tuple[FieldValue, FieldValue]) -> None:
    """Let Ben change the goal meanwhile."""
    body = GoalRevised(record=GOAL, changes=changes(**fields))
    server.do(event(body, id=EventId("event-of-ben"), stream=CARE, author=BEN))


@pytest.mark.parametrize(
    "keys",
    [((Qt.Key.Key_B, CTRL),), ((Qt.Key.Key_B, None), (Qt.Key.Key_Return, None))],
    ids=["from anywhere", "by its button"],
)
def test_both_texts_can_stand_on_lines_of_their_own(
    qtbot: QtBot,
    make_room: Make,
    desk: RoomDesk,
    runner: Runner,
    keys: tuple[tuple[Qt.Key, Qt.KeyboardModifier | None], ...],
) -> None:
    room = make_room(TALKED, OUTCOME)
    assert room.view.conflict.why_not() == ""
    for key, modifier in keys:
        press(room, key, modifier)
    drain(qtbot, runner)
    assert goal_of(desk).outcome == "Walk twice\nSwim weekly"
    assert desk.desk.conflicts.open() == ()


def test_where_one_value_alone_can_stand_both_is_disabled_and_says_why(
    make_room: Make, desk: RoomDesk
) -> None:
    room = make_room(DUE)
    assert not room.view.conflict.both.isEnabled()
    assert room.view.conflict.why_not() == "Both cannot stand: this holds one value alone."
    press(room, Qt.Key.Key_B)
    press(room, Qt.Key.Key_B, CTRL)
    assert room.view.table.hasFocus()
    assert len(desk.desk.conflicts.open()) == 1


def test_a_day_is_typed_as_a_nurse_says_it(
    qtbot: QtBot, make_room: Make, desk: RoomDesk, runner: Runner
) -> None:
    room = make_room(DUE)
    press(room, Qt.Key.Key_E)
    press(room, Qt.Key.Key_Return)
    type_words(room, "32 may")
    press(room, Qt.Key.Key_Return)
    assert room.view.conflict.editor.isVisible()
    type_words(room, "+2w")
    press(room, Qt.Key.Key_Return)
    drain(qtbot, runner)
    assert goal_of(desk).due == date(2026, 3, 16)
    assert room.view.settled_words().endswith("now «16 Mar 2026»")
    assert not room.view.conflict.editor.isVisible()


def test_a_date_may_be_typed_away(
    qtbot: QtBot, make_room: Make, desk: RoomDesk, runner: Runner
) -> None:
    room = make_room(DUE)
    press(room, Qt.Key.Key_E, CTRL)
    type_words(room, "")
    press(room, Qt.Key.Key_Return, CTRL)
    drain(qtbot, runner)
    assert goal_of(desk).due is None
    assert room.view.settled_words().endswith("now «nothing»")


def test_an_enumeration_is_chosen(
    qtbot: QtBot, make_room: Make, desk: RoomDesk, runner: Runner
) -> None:
    status = {"was": GoalStatus.IN_PROGRESS, "theirs": GoalStatus.MET, "mine": GoalStatus.NOT_MET}
    room = make_room(
        goal(due=date(2026, 7, 1), status=GoalStatus.MET), conflict(field="status", **status)
    )
    press(room, Qt.Key.Key_E, CTRL)
    box = room.view.conflict.editor.findChildren(QComboBox)[0]
    assert box.currentText() == "Met"
    press(room, Qt.Key.Key_Down)
    assert box.currentText() == "Partly met"
    press(room, Qt.Key.Key_Return)
    drain(qtbot, runner)
    assert goal_of(desk).status is GoalStatus.PARTLY_MET


def test_a_text_is_typed_on_lines_and_keeps_its_returns(
    qtbot: QtBot, make_room: Make, desk: RoomDesk, runner: Runner
) -> None:
    room = make_room(TALKED, OUTCOME)
    press(room, Qt.Key.Key_E, CTRL)
    text = room.view.conflict.editor.findChildren(QPlainTextEdit)[0]
    assert text.toPlainText() == "Walk twice"
    text.selectAll()
    type_words(room, "Walk")
    press(room, Qt.Key.Key_Return)
    type_words(room, "Swim")
    press(room, Qt.Key.Key_Return, CTRL)
    drain(qtbot, runner)
    assert goal_of(desk).outcome == "Walk\nSwim"


def test_a_value_that_the_field_cannot_have_is_refused_in_words(
    qtbot: QtBot, make_room: Make, desk: RoomDesk, runner: Runner
) -> None:
    room = make_room(replace(TALKED, words=""), OUTCOME)
    press(room, Qt.Key.Key_E, CTRL)
    room.view.conflict.editor.findChildren(QPlainTextEdit)[0].selectAll()
    press(room, Qt.Key.Key_Delete)
    press(room, Qt.Key.Key_Return, CTRL)
    drain(qtbot, runner)
    drain(qtbot, runner)
    assert "«What will be different» of the goal cannot be this." in room.view.problem_words()
    assert len(desk.desk.conflicts.open()) == 1


def test_escape_goes_back_and_settles_nothing(make_room: Make, desk: RoomDesk) -> None:
    room = make_room(DUE)
    press(room, Qt.Key.Key_E, CTRL)
    type_words(room, "+2w")
    press(room, Qt.Key.Key_Escape)
    assert room.view.table.hasFocus()
    assert room.view.conflict.edit.isVisible()
    assert len(desk.desk.conflicts.open()) == 1
    assert desk.desk.syncing.status().waiting == 0


def test_what_cannot_be_typed_says_so(make_room: Make) -> None:
    room = make_room(conflict(field="void_reason", was=None, theirs=None, mine="a duplicate"))
    assert not room.view.conflict.edit.isEnabled()
    assert "Nothing else can be typed: choose one of the two." in room.view.conflict.why_not()


def test_what_moved_since_it_was_shown_is_not_overwritten_but_shown_again(
    qtbot: QtBot, make_room: Make, server: FakeServer, desk: RoomDesk, runner: Runner
) -> None:
    room = make_room(DUE)
    revise(server, due=(date(2026, 7, 1), date(2026, 8, 1)))
    desk.sync()
    press(room, Qt.Key.Key_Left, CTRL)
    drain(qtbot, runner)
    drain(qtbot, runner)
    assert goal_of(desk).due == date(2026, 8, 1)
    assert "changed meanwhile: look at both values again" in room.view.settled_words()
    panel = room.view.conflict
    assert panel.theirs.words() == "Stands now: 1 Aug 2026"
    assert panel.mine.words() == "Ana Lima wanted, today 12:00: 1 May 2026"


def test_a_value_that_moves_under_the_finger_takes_the_finger_away(
    qtbot: QtBot, make_room: Make, server: FakeServer, desk: RoomDesk, runner: Runner
) -> None:
    room = make_room(DUE)
    press(room, Qt.Key.Key_Right)
    assert room.view.conflict.theirs.button.hasFocus()
    revise(server, due=(date(2026, 7, 1), date(2026, 8, 1)))
    desk.sync()
    room.refresh()
    drain(qtbot, runner)
    assert room.view.conflict.theirs.words() == "Stands now: 1 Aug 2026"
    assert room.view.table.hasFocus()


def test_typing_goes_on_while_the_list_is_read_again(
    qtbot: QtBot, make_room: Make, server: FakeServer, desk: RoomDesk, runner: Runner
) -> None:
    room = make_room(DUE)
    press(room, Qt.Key.Key_E, CTRL)
    type_words(room, "+2w")
    revise(server, due=(date(2026, 7, 1), date(2026, 8, 1)))
    desk.sync()
    room.refresh()
    drain(qtbot, runner)
    line = room.view.window().focusWidget()
    assert isinstance(line, QLineEdit)
    assert line.text() == "+2w"
    press(room, Qt.Key.Key_Return)
    drain(qtbot, runner)
    assert goal_of(desk).due == date(2026, 8, 1)


def test_what_was_typed_for_a_conflict_that_is_settled_is_given_back(
    qtbot: QtBot, make_room: Make, server: FakeServer, desk: RoomDesk, runner: Runner
) -> None:
    room = make_room(DUE)
    press(room, Qt.Key.Key_E, CTRL)
    type_words(room, "+2w")
    server.put(CARE, [replace(DUE, closed_by=EventId("event-of-ben"))])
    desk.sync()
    room.refresh()
    drain(qtbot, runner)
    assert "Somebody has settled this conflict already." in room.view.problem_words()
    assert "You had typed: 16 Mar 2026" in room.view.problem_words()
    assert not room.view.conflict.editor.isVisible()


def test_two_goals_are_told_apart(make_room: Make) -> None:
    other = goal(id=RecordId("goal-2"), problem=PROBLEM, words="", outcome="Sleep seven hours")
    room = make_room(DUE, other, conflict(id=RecordId("c-2"), record=other.id))
    assert column(room.view.table, "What") == [
        "Goal: Due · Sleep seven hours",
        f"Goal: Due · {goal().words}",
    ]


def test_what_a_feed_wanted_is_of_another_system(make_room: Make) -> None:
    room = make_room(conflict(by=UserId("example-feed")))
    assert column(room.view.table, "Wanted by") == ["Another system"]
    assert room.view.conflict.mine.words().startswith("Another system wanted, today 12:00")


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (23, ["▲ Conflict"]),
        (24, ["■ Conflict, 1 day old"]),
        (80, ["■ Conflict, 3 days old"]),
    ],
)
def test_what_nobody_settled_for_a_day_says_its_age(
    make_room: Make, hours: int, said: list[str]
) -> None:
    room = make_room(conflict(at=NOON - timedelta(hours=hours)), is_supervisor=True)
    assert chips(room.view.table, "Kind", 0) == said


def test_the_oldest_stands_first_for_the_supervisor(make_room: Make) -> None:
    old = conflict(id=RecordId("c-9"), field="owner", at=NOON - timedelta(days=2))
    room = make_room(DUE, replace(old, was="", theirs="Ana", mine="Ben"), is_supervisor=True)
    assert [words.split(" · ")[0] for words in column(room.view.table, "What")] == [
        "Goal: Owner",
        "Goal: Due",
    ]


def test_the_page_names_its_conflict_and_its_record(make_room: Make) -> None:
    room: InboxRoom = make_room(DUE)
    said = [label.text() for label in room.view.conflict.findChildren(QLabel)]
    assert "Goal: Due" in said
    assert Conflict.KIND not in said
