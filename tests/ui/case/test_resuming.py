"""After a lock or a crash a nurse is where she was, and what she had half typed is there."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QMainWindow, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from nurseapp.desktop.services.syncing import SyncOutcome, SyncState, SyncStatus
from nurseapp.desktop.ui.case.case_page import CasePage
from nurseapp.desktop.ui.case.plan.plan_room import PlanRoom
from nurseapp.desktop.ui.case.room_names import RoomName
from nurseapp.desktop.ui.resuming import Resuming
from nurseapp.domain.goal import Goal
from nurseapp.domain.ids import CaseId, RecordId
from tests.ui.case.desk import CaseDesk
from tests.ui.case.elena import CASE
from tests.ui.case.hands import Hands

Work = Callable[[CasePage], None]


def field(page: CasePage, name: str) -> QWidget:
    """Find what can be typed into, by its name."""
    kinds = (QLineEdit, QPlainTextEdit, QComboBox)
    seen = [w for kind in kinds for w in page.findChildren(kind) if w.isVisible()]
    return next(widget for widget in seen if widget.accessibleName() == name)


def write(page: CasePage, name: str, text: str) -> None:
    """Go to a field and type."""
    at = field(page, name)
    at.setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keyClicks(at, text)


def text_of(page: CasePage, name: str) -> str:
    """Read a field."""
    at = field(page, name)
    if isinstance(at, QPlainTextEdit):
        return at.toPlainText()
    return at.currentText() if isinstance(at, QComboBox) else at.property("text")


def contact(page: CasePage) -> None:
    """Log half a contact."""
    page.log_contact(CASE)


def appointment(page: CasePage) -> None:
    """Plan half an appointment."""
    page._actions.summary.plan_next.trigger()


def new_goal(page: CasePage) -> None:
    """Write half a goal."""
    page.go_to(RoomName.PLAN)
    room = page.stack.room(RoomName.PLAN)
    assert isinstance(room, PlanRoom)
    room.editing.begin(Goal, RecordId("p1"))


def known_goal(page: CasePage) -> None:
    """Change half a goal."""
    page.go_to(RoomName.PLAN, RecordId("g1"))


def note(page: CasePage) -> None:
    """Write half a note."""
    page.go_to(RoomName.NOTES)


@pytest.fixture
def resuming(desk: CaseDesk, page: CasePage) -> Resuming:
    """Follow the nurse."""
    drafts = desk.tools.desk.drafts
    made = Resuming(drafts, desk.tools.runner, desk.tools.failures, page)
    made.follow(page)
    return made


def come_back(qtbot: QtBot, desk: CaseDesk, hands: Hands, window: QMainWindow) -> CasePage:
    """Be the program that begins after the one that ended without a word."""
    hands.settle()
    left_at = desk.drafts.kept["place"]
    after = CasePage(desk.tools)
    window.setCentralWidget(after)
    resuming = Resuming(desk.tools.desk.drafts, desk.tools.runner, desk.tools.failures, after)
    resuming.follow(after)
    with qtbot.waitSignal(after.holder.opened):
        resuming.begin(left_at, after.open)
    Hands(qtbot, desk, after).settle()
    return after


@pytest.mark.parametrize(
    ("work", "typed", "last"),
    [
        (contact, {"With whom": " and her son", "What was said": "Slept badly"}, "What was said"),
        (appointment, {"What": "Weight check", "When": "+3"}, "When"),
        (
            new_goal,
            {"In the member's words": "Home", "What will be different": "Walk to", "Due": "32 of"},
            "What will be different",
        ),
        (known_goal, {"Owner": " and son"}, "Owner"),
        (note, {"New note": "She said that"}, "New note"),
    ],
    ids=["contact", "appointment", "new goal", "known goal", "note"],
)
def test_what_was_half_typed_is_there_again_at_its_field(
    qtbot: QtBot,
    desk: CaseDesk,
    hands: Hands,
    window: QMainWindow,
    resuming: Resuming,
    work: Work,
    typed: dict[str, str],
    last: str,
) -> None:
    page = hands.page
    work(page)
    hands.settle()
    for name in (*(name for name in typed if name != last), last):
        write(page, name, typed[name])
    before = {name: text_of(page, name) for name in typed}
    resuming.pause()
    taken_down = len(hands.desk.store.appended)

    after = come_back(qtbot, desk, hands, window)

    assert {name: text_of(after, name) for name in typed} == before
    assert field(after, last).hasFocus()
    assert len(desk.store.appended) == taken_down


def test_the_form_that_was_being_filled_is_open_again(
    qtbot: QtBot, desk: CaseDesk, hands: Hands, window: QMainWindow, resuming: Resuming
) -> None:
    from nurseapp.desktop.ui.case.screening.screening_room import ScreeningRoom

    hands.page.go_to(RoomName.SCREENING)
    room = hands.page.stack.room(RoomName.SCREENING)
    assert isinstance(room, ScreeningRoom)
    hands.settle()
    room.open_form("phq-9")
    hands.settle()
    resuming.pause()

    after = come_back(qtbot, desk, hands, window)

    again = after.stack.room(RoomName.SCREENING)
    assert isinstance(again, ScreeningRoom)
    assert again.half.half_typed() == {"form": "phq-9"}


def test_a_day_that_ended_as_it_should_begins_anew(
    desk: CaseDesk, hands: Hands, resuming: Resuming
) -> None:
    resuming.keep()
    hands.settle()
    assert "place" in desk.drafts.kept
    resuming.forget()
    hands.settle()
    assert "place" not in desk.drafts.kept


@pytest.fixture
def later(desk: CaseDesk, hands: Hands, page: CasePage, resuming: Resuming) -> Resuming:
    """Begin on a shared computer, on which no case is yet when the program begins."""
    place = {"case": CASE, "room": "notes", "typed": "{}", "field": "New note"}
    desk.drafts.kept = {"place": json.dumps(place), f"{CASE}:note:": "She said that"}
    hands.settle()
    page.holder.case = None
    page.hide()
    return resuming


def round_of(state: SyncState, failures: int = 0) -> SyncOutcome:
    """Give what a round came to."""
    status = SyncStatus(state=state, last_synced=None, waiting=0, refused=0, conflicts=0, cases=1)
    return SyncOutcome(status=status, changed=frozenset(), failures=failures)


def test_on_a_shared_computer_it_goes_back_once_a_round_has_brought_the_case(
    desk: CaseDesk, hands: Hands, later: Resuming
) -> None:
    opened: list[CaseId] = []
    later.begin_once_there(desk.drafts.kept["place"], opened.append)
    later.look_again(round_of(SyncState.OFFLINE, failures=1))
    desk.drafts.is_here = False
    later.look_again(round_of(SyncState.PROBLEM))
    hands.settle()
    assert opened == []
    assert desk.drafts.kept != {}

    desk.drafts.is_here = True
    later.look_again(round_of(SyncState.PROBLEM))
    hands.settle()
    later.look_again(round_of(SyncState.SYNCED))
    hands.settle()
    assert opened == [CASE]


def test_there_what_belongs_to_a_case_that_went_is_forgotten_and_never_shown(
    desk: CaseDesk, hands: Hands, later: Resuming
) -> None:
    opened: list[CaseId] = []
    later.begin_once_there(desk.drafts.kept["place"], opened.append)
    desk.drafts.is_here = False
    later.look_again(round_of(SyncState.SYNCED))
    hands.settle()
    assert (opened, desk.drafts.kept) == ([], {})


def test_there_who_is_in_a_case_already_is_left_alone(
    desk: CaseDesk, hands: Hands, page: CasePage, later: Resuming
) -> None:
    opened: list[CaseId] = []
    later.begin_once_there(desk.drafts.kept["place"], opened.append)
    page.show()
    later.look_again(round_of(SyncState.SYNCED))
    hands.settle()
    assert opened == []
    assert desk.drafts.kept[f"{CASE}:note:"] == "She said that"
