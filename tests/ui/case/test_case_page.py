"""The page of a case: the guard against the wrong patient, the tabs, and one case at a time."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from nurseapp.desktop.storage.circumstances import CacheError
from nurseapp.desktop.ui.case.case_holder import NOTED_AFTER_MS
from nurseapp.desktop.ui.case.case_page import CasePage
from nurseapp.desktop.ui.case.member_header import MemberHeader
from nurseapp.desktop.ui.case.not_read import NotRead
from nurseapp.desktop.ui.case.plan.plan_tree import PlanTree
from nurseapp.desktop.ui.case.room_names import RoomName
from nurseapp.desktop.ui.case.side_by_side import SideBySide
from nurseapp.desktop.ui.case.summary.summary_view import SummaryView
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.ids import CaseId
from nurseapp.domain.streams import StreamKind
from tests.builders import case, member
from tests.ui.case.desk import CaseDesk
from tests.ui.case.elena import CASE
from tests.ui.case.hands import CTRL, Hands

OTHER = CaseId("case-1")


@pytest.fixture
def other(desk: CaseDesk) -> CaseId:
    """Hold the case of Maria Oliveira as well."""
    desk.store.hold(OTHER, {StreamKind.CARE: (member(), case())})
    return OTHER


def test_the_member_is_named_on_every_tab(hands: Hands) -> None:
    for number in range(1, 7):
        hands.go(number)
        header = hands.find(MemberHeader)
        assert header.accessibleName().startswith("MARQUEZ, Elena 61 F · 14 Mar 1965 · No. 4402")
        assert hands.reads("Consent to 30 Jun 2027 · Allergy: Penicillin")


def test_a_member_without_allergies_is_said_to_have_none_recorded(
    hands: Hands, page: CasePage, other: CaseId
) -> None:
    page.open(other)
    hands.settle()
    assert hands.reads("No allergies recorded")
    assert hands.reads("No consent recorded")


def test_while_another_case_is_read_nothing_is_written_to_the_one_before(
    qtbot: QtBot, hands: Hands, page: CasePage, other: CaseId
) -> None:
    hands.go(2)
    hands.press(Qt.Key.Key_Tab)
    page.open(other)
    hands.write("I want to cook.")
    hands.settle()
    assert hands.reads("OLIVEIRA, Maria")
    assert hands.desk.store.appended == []


def test_another_case_begins_at_its_summary(hands: Hands, page: CasePage, other: CaseId) -> None:
    hands.go(4)
    page.open(other)
    hands.settle()
    assert hands.reads("No plan yet. It begins on the Plan tab, Alt+2.")


def test_half_typed_words_go_to_the_case_that_they_were_typed_in(
    hands: Hands, page: CasePage, other: CaseId
) -> None:
    hands.go(2)
    hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_A, CTRL)
    hands.write("I want to cook.")
    page.open(other)
    hands.settle()
    assert [event.stream for event in hands.desk.store.appended] == [f"{CASE}.care"]


def test_no_window_title_says_who_it_is(hands: Hands) -> None:
    for number in range(1, 7):
        hands.go(number)
        titles = [w.windowTitle() for w in hands.page.findChildren(QWidget)]
        titles += [w.windowTitle() for w in QApplication.topLevelWidgets()]
        assert not any("arquez" in title.lower() or "4402" in title for title in titles)


def test_no_file_is_written_anywhere(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    for number in range(1, 7):
        hands.go(number)
    assert list(tmp_path.iterdir()) == []


def test_a_case_that_a_sync_has_taken_away_is_shown_no_longer(hands: Hands) -> None:
    hands.desk.store.let_go(CASE)
    hands.page.reopen_if_among({CASE})
    hands.settle()
    assert not hands.reads("MARQUEZ")
    assert hands.reads("This case is not on this computer.")


def test_a_case_that_cannot_be_read_shows_nobody_and_says_why_with_the_way_back(
    qtbot: QtBot, hands: Hands, page: CasePage, other: CaseId
) -> None:
    page.open(CaseId("nobody"))
    hands.settle()
    assert not hands.reads("MARQUEZ")
    assert hands.find(NotRead).words().startswith("This case is not on this computer.")
    with qtbot.waitSignal(page.left):
        hands.press(Qt.Key.Key_Escape)
    with qtbot.waitSignal(page.left):
        hands.press(Qt.Key.Key_Space)

    page.open(other)
    hands.settle()
    assert hands.reads("OLIVEIRA, Maria")
    assert not page.findChildren(NotRead)[0].isVisible()
    hands.go(2)
    assert hands.case().id == other


@pytest.mark.usefixtures("caplog")
@pytest.mark.parametrize(
    ("error", "says"),
    [
        (CacheError("cache_damaged"), "The store here is damaged."),
        (ValueError("a bug"), "nurseapp made a mistake."),
    ],
)
def test_a_store_that_gives_no_case_is_said_and_leaves_the_page_free(
    hands: Hands,
    page: CasePage,
    other: CaseId,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    says: str,
) -> None:
    def fail(_self: object, _case: CaseId) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(type(hands.desk.tools.desk.cases), "open", fail)
        page.log_contact(other)
        hands.settle()
    assert hands.find(NotRead).words().startswith(says)
    assert page.holder.case is None

    page.open(CASE)
    hands.settle()
    assert hands.reads("MARQUEZ")
    assert hands.reads("Next")


def test_a_case_that_is_open_stays_when_it_cannot_be_read_once_more(
    hands: Hands, page: CasePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_self: object, _case: CaseId) -> None:
        raise CacheError("cache_damaged")

    with monkeypatch.context() as patch:
        patch.setattr(type(hands.desk.tools.desk.cases), "open", fail)
        page.open(CASE)
        hands.settle()
    assert hands.reads("MARQUEZ")
    assert hands.reads("The store here is damaged.")


def test_that_a_case_was_opened_is_written_down_though_the_program_ends_before_a_frame(
    qtbot: QtBot, hands: Hands, page: CasePage, other: CaseId
) -> None:
    desk = hands.desk
    with qtbot.waitSignal(page.holder.opened):
        page.open(other)
    desk.tools.runner.close()

    told = [(action, stream) for action, stream, _ in desk.deeds.told()]
    assert told.count(("open", f"{other}.care")) == 1
    qtbot.wait(3 * NOTED_AFTER_MS)  # what was put off comes by now, and finds nothing to do


def test_who_may_only_read_is_told_so(hands: Hands) -> None:
    hands.desk.store.mode = "read"
    hands.page.holder.reopen()
    hands.settle()
    assert hands.reads("For reading only")
    hands.go(3)
    hands.press(Qt.Key.Key_Return)
    hands.settle()
    assert hands.reads("You may read this case, not change it.")


def test_escape_goes_back_to_where_she_came_from(qtbot: QtBot, hands: Hands) -> None:
    with qtbot.waitSignal(hands.page.left):
        hands.press(Qt.Key.Key_Escape)


def test_a_room_s_keys_work_only_while_it_is_shown(hands: Hands) -> None:
    shown = {a.text().replace("&", "") for a in hands.page.actions() if a.isVisible()}
    assert "Add" not in shown
    hands.go(2)
    shown = {a.text().replace("&", "") for a in hands.page.actions() if a.isVisible()}
    assert {"Add", "Done", "Undo", "Print"} <= shown
    keys = [a.shortcut().toString() for a in hands.page.actions() if a.isVisible()]
    said = [key for key in keys if key]
    assert len(said) == len(set(said)), "two actions share a key"


@pytest.mark.parametrize("number", range(1, 7))
def test_no_two_actions_of_a_room_share_a_key(hands: Hands, number: int) -> None:
    hands.go(number)
    keys = [k.toString() for a in hands.page.actions() if a.isVisible() for k in a.shortcuts()]
    assert len(keys) == len(set(keys))


def test_the_neighbours_are_offered_only_where_there_are_any(qtbot: QtBot, hands: Hands) -> None:
    with qtbot.assertNotEmitted(hands.page.neighbour_asked):
        hands.press(Qt.Key.Key_BracketRight)
    hands.page.set_neighbours(has_previous=False, has_next=True)
    with qtbot.waitSignal(hands.page.neighbour_asked) as asked:
        hands.press(Qt.Key.Key_BracketRight)
    assert asked.args == [1]


def test_a_circumstance_says_what_happened_what_is_safe_and_the_next_step(hands: Hands) -> None:
    hands.desk.store.error = Circumstance("disk_full")
    hands.press(Qt.Key.Key_D, CTRL)
    hands.settle()
    assert hands.reads("The disk of this PC is full.")
    hands.press(Qt.Key.Key_D, CTRL)
    hands.settle()
    assert not hands.reads("The disk of this PC is full.")


def test_only_the_room_that_is_shown_is_filled(hands: Hands) -> None:
    built = {type(w).__name__ for w in hands.page.findChildren(QWidget)}
    assert "SummaryView" in built
    assert "PlanView" not in built


def test_what_stands_beside_goes_below_in_a_narrow_window(
    hands: Hands, window: QMainWindow, theme: Theme
) -> None:
    parts = hands.find(SideBySide)
    assert not parts.is_folded()
    window.resize(900, 700)
    QTest.qWait(1)
    assert parts.is_folded()
    window.resize(1178, 716)
    theme.zoom_in()
    assert not parts.is_folded()
    for _ in range(4):
        theme.zoom_in()
    assert parts.is_folded()


def test_every_action_has_words_for_the_menus(hands: Hands) -> None:
    actions: list[QAction] = hands.page.actions()
    assert all(action.text() for action in actions)
    assert {a.property("menu") for a in actions} <= {"case", "go", "file", "edit"}


def test_a_room_is_reached_with_the_thing_in_it(hands: Hands) -> None:
    hands.page.go_to(RoomName.NOTES, "c1")
    hands.settle()
    assert hands.reads("Contact")


def test_the_focus_waits_at_the_page_and_then_goes_into_the_room(
    hands: Hands, page: CasePage, other: CaseId
) -> None:
    hands.go(2)
    page.open(other)
    page.setFocus()
    assert page.hasFocus()
    hands.settle()
    assert hands.find(SummaryView).isAncestorOf(page.window().focusWidget() or page)


def test_a_case_opens_at_the_record_that_somebody_comes_for(
    hands: Hands, page: CasePage, other: CaseId
) -> None:
    hands.go(2)
    hands.press(Qt.Key.Key_End)
    last = hands.find(PlanTree).chosen_id()
    hands.press(Qt.Key.Key_Home)
    assert hands.find(PlanTree).chosen_id() != last
    page.open(other)
    hands.settle()
    page.open(CASE, RoomName.PLAN, last)
    hands.settle()
    assert hands.find(PlanTree).chosen_id() == last
    hands.go(1)
    page.open(CASE)
    hands.settle()
    assert hands.find(SummaryView)
