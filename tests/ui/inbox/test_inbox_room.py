"""The inbox shows both sides of a conflict, and only a person's act settles one."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from nurseapp.desktop.services.cases import OpenCase
from nurseapp.desktop.ui.inbox.inbox_room import InboxRoom
from nurseapp.desktop.ui.runner import Runner
from nurseapp.domain.ids import CaseId, RecordId
from nurseapp.domain.revising import Conflict
from nurseapp.domain.streams import StreamKind, stream_of
from tests.builders import NOON, concern, conflict, goal
from tests.desktop.sync.fake_server import FakeServer
from tests.ui.inbox.conftest import Make
from tests.ui.inbox.hands import CTRL, press
from tests.ui.room_desk import RoomDesk
from tests.ui.room_fixtures import drain
from tests.ui.table_words import chips, column

CASE = CaseId("case-1")
GRANDCHILDREN = goal().words
DUE = conflict()
PHONE = conflict(
    id=RecordId("conflict-2"),
    record=RecordId("member-1"),
    of_kind="member",
    field="phone",
    was=None,
    theirs="+55 11 5550 1001",
    mine="+55 11 5550 9999",
    at=NOON - timedelta(days=1),
)
NAME = conflict(
    id=RecordId("conflict-3"),
    record=RecordId("member-1"),
    of_kind="member",
    field="family_name",
    was="Garnier",
    theirs="Garnier",
    mine="Granier",
)


def opened(desk: RoomDesk) -> OpenCase:
    return desk.desk.cases.open(CASE)


def said(room: InboxRoom) -> list[str]:
    return [label.text() for label in room.view.findChildren(QLabel) if label.isVisible()]


def test_open_safety_concerns_stand_before_conflicts_the_oldest_first(make_room: Make) -> None:
    room = make_room(DUE, PHONE, concern())
    table = room.view.table
    assert [chips(table, "Kind", row) for row in range(3)] == [
        ["⬢ Safety"],
        ["■ Conflict, 1 day old"],
        ["▲ Conflict"],
    ]
    assert column(table, "What") == [
        "Safety questions are not finished",
        "Member: Phone",
        f"Goal: Due · {GRANDCHILDREN}",
    ]
    assert column(table, "Wanted by") == ["—", "Ben Sato", "Ben Sato"]
    assert column(table, "Since") == ["today 12:00", "1 Mar 12:00", "today 12:00"]
    assert "3 to decide" in said(room)


def test_the_count_is_told_for_the_rail(qtbot: QtBot, make_room: Make) -> None:
    room = make_room(DUE, concern())
    with qtbot.waitSignal(room.counted) as counted:
        room.refresh()
    assert counted.args == [2]


def test_both_sides_are_said_in_plain_words(make_room: Make) -> None:
    panel = make_room(DUE).view.conflict
    assert panel.seen.words() == "Ben Sato saw before: 1 Jun 2026"
    assert panel.mine.words() == "Ben Sato wanted, today 12:00: 1 May 2026"
    assert panel.theirs.words() == "Stands now: 1 Jul 2026"
    assert "nothing is settled until you choose" in panel.story()


def test_looking_settles_nothing(qtbot: QtBot, make_room: Make, desk: RoomDesk) -> None:
    room = make_room(DUE, PHONE, concern())
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right):
        press(room, key)
    assert desk.desk.syncing.status().waiting == 0
    assert len(opened(desk).conflicts) == 2


@pytest.mark.parametrize(
    ("keys", "due", "words"),
    [
        (((Qt.Key.Key_Left, CTRL),), date(2026, 5, 1), "now «1 May 2026»"),
        (((Qt.Key.Key_Right, CTRL),), date(2026, 7, 1), "left as it stands"),
        (
            ((Qt.Key.Key_Left, None), (Qt.Key.Key_Return, None)),
            date(2026, 5, 1),
            "now «1 May 2026»",
        ),
        (
            ((Qt.Key.Key_Right, None), (Qt.Key.Key_Return, None)),
            date(2026, 7, 1),
            "left as it stands",
        ),
    ],
)
def test_the_keys_let_one_side_stand_and_the_page_says_which(
    qtbot: QtBot,
    make_room: Make,
    desk: RoomDesk,
    runner: Runner,
    keys: tuple[tuple[Qt.Key, Qt.KeyboardModifier | None], ...],
    due: date,
    words: str,
) -> None:
    room = make_room(DUE)
    with qtbot.waitSignal(room.written):
        for key, modifier in keys:
            press(room, key, modifier)
    drain(qtbot, runner)
    case = opened(desk)
    assert case.plan[0].children[0].due == due
    assert case.conflicts == ()
    assert room.view.settled_words() == f"Garnier, Philippe · Goal: Due · {GRANDCHILDREN} · {words}"
    assert "Nothing to decide" in said(room)


def test_a_key_that_is_held_too_long_settles_once(
    qtbot: QtBot, make_room: Make, desk: RoomDesk, runner: Runner
) -> None:
    room = make_room(DUE, PHONE)
    for _ in range(3):
        press(room, Qt.Key.Key_Left, CTRL)
    drain(qtbot, runner)
    drain(qtbot, runner)
    assert desk.desk.syncing.status().waiting == 1
    assert column(room.view.table, "What") == [f"Goal: Due · {GRANDCHILDREN}"]
    assert room.view.table.hasFocus()


def test_left_and_right_mean_nothing_beside_a_safety_concern(make_room: Make) -> None:
    room = make_room(concern())
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        press(room, key)
        press(room, key, CTRL)
        assert room.view.table.hasFocus()
    assert "It stays open until somebody says what was done" in room.view.safety.words()


def test_enter_opens_the_case_of_whatever_is_chosen(qtbot: QtBot, make_room: Make) -> None:
    room = make_room(DUE, concern())
    cases: list[object] = []
    room.case_opened.connect(cases.append)
    press(room, Qt.Key.Key_Return)
    press(room, Qt.Key.Key_Down)
    press(room, Qt.Key.Key_Return)
    assert cases == [CASE, CASE]
    assert room.view.window().windowTitle() == "nurseapp"


def drop(server: FakeServer, dropped: Conflict) -> None:
    """Let a conflict be gone, as when somebody else has settled it."""
    stream = server.stream(stream_of(CASE, StreamKind.CARE))
    stream.put_raw(dropped.id, Conflict.KIND, b"{}", deleted=True)


def test_a_refusal_is_told_in_the_page_and_the_list_is_read_again(
    qtbot: QtBot, make_room: Make, server: FakeServer, desk: RoomDesk, runner: Runner
) -> None:
    room = make_room(DUE, PHONE)
    drop(server, PHONE)
    desk.sync()
    press(room, Qt.Key.Key_Left, CTRL)
    drain(qtbot, runner)
    drain(qtbot, runner)
    assert "Somebody has settled this conflict already." in room.view.problem_words()
    assert "Look at the case as it is now." in said(room)
    assert column(room.view.table, "What") == [f"Goal: Due · {GRANDCHILDREN}"]
    room.refresh()
    drain(qtbot, runner)
    assert "Somebody has settled" in room.view.problem_words()
    press(room, Qt.Key.Key_Left, CTRL)
    assert room.view.problem_words() == ""
    drain(qtbot, runner)
    assert opened(desk).conflicts == ()


def test_a_circumstance_is_told_with_what_is_safe(
    qtbot: QtBot, make_room: Make, desk: RoomDesk, runner: Runner
) -> None:
    room = make_room(DUE)
    with desk.damaged():
        press(room, Qt.Key.Key_Left, CTRL)
        drain(qtbot, runner)
        drain(qtbot, runner)
    assert "What waits to sync was not touched." in said(room)
    assert len(opened(desk).conflicts) == 1


def test_a_conflict_that_takes_the_place_of_another_is_not_under_the_finger(
    qtbot: QtBot, make_room: Make, server: FakeServer, desk: RoomDesk, runner: Runner
) -> None:
    room = make_room(DUE, PHONE)
    press(room, Qt.Key.Key_Left)
    assert room.view.conflict.mine.button.hasFocus()
    drop(server, PHONE)
    desk.sync()
    room.refresh()
    drain(qtbot, runner)
    assert room.view.table.chosen_id() == DUE.id
    assert room.view.table.hasFocus()


def test_a_list_that_is_only_read_again_leaves_the_finger_where_it_is(
    qtbot: QtBot, make_room: Make, runner: Runner
) -> None:
    room = make_room(DUE, PHONE)
    press(room, Qt.Key.Key_Right)
    room.refresh()
    drain(qtbot, runner)
    assert room.view.conflict.theirs.button.hasFocus()


@pytest.mark.parametrize("is_supervisor", [True, False])
def test_who_the_member_is_a_supervisor_decides(make_room: Make, is_supervisor: bool) -> None:
    view = make_room(NAME, is_supervisor=is_supervisor).view
    assert view.deciding.mine.isEnabled() is is_supervisor
    assert view.deciding.theirs.isEnabled() is is_supervisor
    assert ("a supervisor decides" in view.conflict.story()) is not is_supervisor


def test_what_was_brought_back_can_only_be_left_so(
    qtbot: QtBot, make_room: Make, desk: RoomDesk, runner: Runner
) -> None:
    back = conflict(field="void_reason", was=None, theirs="a duplicate", mine=None)
    room = make_room(back)
    panel = room.view.conflict
    assert panel.mine.isHidden()
    assert panel.theirs.words() == "Stands now: not marked as an error"
    assert "To mark it again, open the case" in panel.story()
    press(room, Qt.Key.Key_Left, CTRL)
    drain(qtbot, runner)
    assert len(opened(desk).conflicts) == 1
    press(room, Qt.Key.Key_Right, CTRL)
    drain(qtbot, runner)
    assert opened(desk).conflicts == ()


def test_a_wish_to_mark_as_an_error_says_its_reason(
    qtbot: QtBot, make_room: Make, desk: RoomDesk, runner: Runner
) -> None:
    wish = conflict(field="void_reason", was=None, theirs=None, mine="a duplicate")
    room = make_room(wish)
    assert room.view.conflict.mine.words().endswith("marked as entered in error: a duplicate")
    press(room, Qt.Key.Key_Left, CTRL)
    drain(qtbot, runner)
    assert opened(desk).conflicts == ()
    assert opened(desk).plan[0].children == ()


def test_an_empty_inbox_says_what_would_be_in_it(make_room: Make) -> None:
    room = make_room()
    assert "Nothing to decide" in said(room)
    assert any("both values when two people" in words for words in said(room))
