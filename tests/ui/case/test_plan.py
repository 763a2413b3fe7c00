"""The plan by keyboard: add, revise in place, complete, undo; what is half typed is never lost."""

from datetime import date

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QComboBox, QLineEdit

from nurseapp.desktop.ui.case.plan.plan_tree import PlanTree
from nurseapp.desktop.ui.case.plan.plan_tree_model import PlanTreeModel
from nurseapp.desktop.ui.case.room_names import RoomName
from nurseapp.desktop.ui.widgets.toast import Toast
from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.events import Event
from nurseapp.domain.goal import Goal, GoalAdded, GoalRevised, GoalStatus
from nurseapp.domain.ids import EventId, RecordId, UserId
from nurseapp.domain.intervention import InterventionAdded, InterventionVoided
from nurseapp.domain.problem import ProblemAdded
from nurseapp.domain.revising import Change
from nurseapp.domain.streams import StreamKind, stream_of
from tests.ui.case.elena import CASE, NOW
from tests.ui.case.hands import CTRL, CTRL_SHIFT, Hands

PLAN = 2


@pytest.fixture
def plan(hands: Hands) -> Hands:
    """Go to the plan, where the first goal is chosen."""
    hands.go(PLAN)
    return hands


def goal(hands: Hands) -> Goal:
    found = hands.case().plan[0].children[0].record
    assert isinstance(found, Goal)
    return found


def choose(hands: Hands, record: str) -> None:
    hands.page.go_to(RoomName.PLAN, RecordId(record))


def from_elsewhere(**changes: tuple[object, object]) -> Event:
    """Give a change of the first goal by another nurse, as a sync brings it."""
    changed = {n: Change(was=was, now=now) for n, (was, now) in changes.items()}  # type: ignore[arg-type]  # field values
    return Event(
        id=EventId("from-elsewhere"),
        stream=stream_of(CASE, StreamKind.CARE),
        at=NOW,
        author=UserId("j.ruiz"),
        body=GoalRevised(record=RecordId("g1"), changes=changed),
    )


def test_the_member_s_words_come_first_in_the_tree(plan: Hands) -> None:
    model = plan.find(PlanTree).model()
    shown = model.index(0, 0, model.index(0, 0)).data()
    assert shown.startswith("“I want to walk to my kitchen again.”")


def test_a_field_is_revised_in_place_and_saved_as_one_event_from_what_was_shown(
    plan: Hands,
) -> None:
    plan.press(Qt.Key.Key_Tab)
    plan.press(Qt.Key.Key_A, CTRL)
    plan.write("I want to cook.")
    plan.press(Qt.Key.Key_Tab)
    acts = plan.acts()
    assert acts == [
        GoalRevised(
            record=RecordId("g1"),
            changes={
                "words": Change(was="I want to walk to my kitchen again.", now="I want to cook.")
            },
        )
    ]
    assert plan.reads("✓ Saved on this device 09:24 · waiting to sync")


def test_ctrl_enter_saves_without_leaving_the_field(plan: Hands) -> None:
    plan.press(Qt.Key.Key_Tab)
    plan.press(Qt.Key.Key_End)
    plan.write(" Soon.")
    assert plan.reads("Not saved yet · Ctrl+Enter saves")
    plan.press(Qt.Key.Key_Return, CTRL)
    plan.press(Qt.Key.Key_Return, CTRL)
    assert len(plan.acts()) == 1
    assert isinstance(plan.focus(), QLineEdit)


def test_looking_at_lines_records_nothing(plan: Hands) -> None:
    for _ in range(9):
        plan.press(Qt.Key.Key_Down)
    for _ in range(9):
        plan.press(Qt.Key.Key_Tab)
    assert plan.acts() == []


def test_a_sync_does_not_overwrite_what_is_half_typed(plan: Hands) -> None:
    plan.press(Qt.Key.Key_Tab)
    plan.press(Qt.Key.Key_A, CTRL)
    plan.write("I want to cook.")
    plan.desk.store.take(from_elsewhere(words=(goal(plan).words, "I want to dance.")))
    plan.page.reopen_if_among({CASE})
    plan.settle()
    field = plan.focus()
    assert isinstance(field, QLineEdit)
    assert field.text() == "I want to cook."
    plan.press(Qt.Key.Key_Return, CTRL)
    revised = plan.acts()[0]
    assert isinstance(revised, GoalRevised)
    assert revised.changes["words"].was == "I want to walk to my kitchen again."
    assert [conflict.mine for conflict in plan.case().conflicts] == ["I want to cook."]


def test_a_sync_shows_in_the_fields_that_nobody_is_typing_in(plan: Hands) -> None:
    plan.desk.store.take(from_elsewhere(owner=("Elena", "Lucía")))
    plan.page.reopen_if_among({CASE})
    plan.settle()
    owners = [f.text() for f in plan.page.findChildren(QLineEdit) if f.isVisible()]
    assert "Lucía" in owners
    assert plan.acts() == []


def test_the_insert_key_adds_what_fits_and_chooses_it(plan: Hands) -> None:
    plan.press(Qt.Key.Key_Insert)
    plan.press(Qt.Key.Key_Return)  # under a goal an intervention is the likeliest
    plan.write("Call the daughter")
    plan.press(Qt.Key.Key_Return, CTRL)
    added = [act for act in plan.acts() if isinstance(act, InterventionAdded)]
    assert [(act.title, act.goal) for act in added] == [("Call the daughter", "g1")]
    assert plan.find(PlanTree).chosen_id() == added[0].intervention


def test_a_goal_is_added_under_the_problem_with_a_typed_day(plan: Hands) -> None:
    choose(plan, "p3")
    plan.press(Qt.Key.Key_Insert)
    plan.press(Qt.Key.Key_Return)
    plan.write("I want to sleep.")
    for _ in range(3):
        plan.press(Qt.Key.Key_Tab)
    plan.write("+3d")
    assert plan.reads("Friday 27 November 2026")
    plan.press(Qt.Key.Key_Return, CTRL)
    added = [act for act in plan.acts() if isinstance(act, GoalAdded)]
    assert [(a.problem, a.words, a.due) for a in added] == [
        ("p3", "I want to sleep.", date(2026, 11, 27))
    ]


def test_a_new_line_is_added_once_however_often_it_is_saved(plan: Hands) -> None:
    plan.press(Qt.Key.Key_Insert)
    plan.press(Qt.Key.Key_Return)
    plan.write("Call the daughter")
    for _ in range(3):
        plan.press(Qt.Key.Key_Return, CTRL)
    plan.go(1)
    assert len(plan.acts()) == 1


def test_escape_gives_a_new_line_up(plan: Hands) -> None:
    plan.press(Qt.Key.Key_Insert)
    plan.press(Qt.Key.Key_Return)
    plan.write("Call")
    plan.press(Qt.Key.Key_Escape)
    plan.press(Qt.Key.Key_Return, CTRL)
    assert plan.acts() == []
    assert plan.reads("Goal")


def test_a_half_typed_line_is_kept_when_the_room_is_left(plan: Hands) -> None:
    plan.press(Qt.Key.Key_Insert)
    plan.press(Qt.Key.Key_Return)
    plan.write("Call the daughter")
    plan.go(1)
    assert [type(act) for act in plan.acts()] == [InterventionAdded]


def test_an_unreadable_day_is_said_and_not_saved(plan: Hands) -> None:
    choose(plan, "i2")
    for _ in range(3):
        plan.press(Qt.Key.Key_Tab)
    plan.press(Qt.Key.Key_A, CTRL)
    plan.write("5/6")
    assert plan.reads("Not a day.")
    plan.press(Qt.Key.Key_Return, CTRL)
    assert plan.acts() == []


def test_the_checker_is_live(plan: Hands) -> None:
    plan.settle()
    assert plan.reads("Measurable: 20 m")
    plan.press(Qt.Key.Key_Tab)
    plan.press(Qt.Key.Key_Tab)
    plan.press(Qt.Key.Key_A, CTRL)
    plan.write("understand diabetes")
    plan.settle()
    assert plan.reads("Specific: «understand» says too little")
    assert plan.reads("Measurable: name a number")
    assert plan.reads("Confidence 6 of 10: talk about what would make it 7")


def test_confidence_is_set_by_a_digit_and_emptied_by_delete(plan: Hands) -> None:
    for _ in range(6):
        plan.press(Qt.Key.Key_Tab)
    plan.write("8")
    plan.press(Qt.Key.Key_Return, CTRL)
    plan.press(Qt.Key.Key_Delete)
    plan.press(Qt.Key.Key_Return, CTRL)
    revised = [act for act in plan.acts() if isinstance(act, GoalRevised)]
    assert [act.changes["confidence"].now for act in revised] == [8, None]


def test_ctrl_d_completes_and_ctrl_z_takes_it_back_by_appending(plan: Hands) -> None:
    plan.press(Qt.Key.Key_D, CTRL)
    plan.settle()
    assert goal(plan).status is GoalStatus.MET
    assert plan.find(Toast).accessibleName() == "The goal is met"
    plan.press(Qt.Key.Key_Z, CTRL)
    plan.settle()
    assert goal(plan).status is GoalStatus.IN_PROGRESS
    assert [e.undoes for e in plan.desk.store.appended] == [None, plan.desk.store.appended[0].id]


def test_undoing_an_addition_marks_it_and_shows_what_is_left(plan: Hands) -> None:
    plan.press(Qt.Key.Key_Insert)
    plan.press(Qt.Key.Key_Return)
    plan.write("Call the daughter")
    plan.press(Qt.Key.Key_Return, CTRL)
    plan.settle()
    plan.press(Qt.Key.Key_Z, CTRL)
    assert isinstance(plan.acts()[-1], InterventionVoided)
    assert not plan.reads("Call the daughter")


def test_with_nothing_to_undo_a_sentence_says_so(plan: Hands) -> None:
    plan.press(Qt.Key.Key_Z, CTRL)
    plan.settle()
    assert plan.reads("There is nothing to undo.")


def test_a_line_without_a_title_is_refused_in_words_and_keeps_what_was_typed(plan: Hands) -> None:
    choose(plan, "i2")
    plan.press(Qt.Key.Key_Tab)
    plan.press(Qt.Key.Key_A, CTRL)
    plan.press(Qt.Key.Key_Delete)
    plan.press(Qt.Key.Key_Return, CTRL)
    plan.settle()
    assert plan.reads("«Title» of the intervention cannot be this.")
    assert plan.reads("Not saved yet")


def test_a_received_condition_is_offered_and_accepted(plan: Hands) -> None:
    assert plan.reads("Received, not in the plan (1 of 2): Fracture of neck of femur")
    plan.press(Qt.Key.Key_J, CTRL_SHIFT)
    plan.press(Qt.Key.Key_A, CTRL_SHIFT)
    added = [act for act in plan.acts() if isinstance(act, ProblemAdded)]
    assert [(act.from_fact, act.code) for act in added] == [("f1", "59621000")]
    assert plan.reads("Received, not in the plan: Fracture of neck of femur")


def test_who_may_only_read_is_offered_nothing(plan: Hands) -> None:
    plan.desk.store.mode = "read"
    plan.page.holder.reopen()
    plan.settle()
    plan.press(Qt.Key.Key_Insert)
    plan.press(Qt.Key.Key_D, CTRL)
    fields = [f for f in plan.page.findChildren(QLineEdit) if f.isVisible()]
    assert all(field.isReadOnly() for field in fields)
    assert not any(b.isEnabled() for b in plan.page.findChildren(QComboBox) if b.isVisible())
    assert plan.acts() == []


def test_the_tree_is_a_model_that_passes_qt_s_tester(plan: Hands) -> None:
    model = PlanTreeModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_plan(plan.case().plan, plan.case().today)
    model.set_plan((), plan.case().today)
    model.set_plan(plan.case().plan[1:], plan.case().today)
    assert isinstance(tester.model(), QAbstractItemModel)


def test_closed_branches_stay_closed_when_the_plan_is_read_again(plan: Hands) -> None:
    tree = plan.find(PlanTree)
    plan.press(Qt.Key.Key_Left)
    plan.page.holder.reopen()
    plan.settle()
    model = tree.model()
    assert not tree.isExpanded(model.index(0, 0, model.index(0, 0)))


def test_a_revision_keeps_what_was_typed_when_it_is_hindered(plan: Hands) -> None:
    plan.press(Qt.Key.Key_Tab)
    plan.press(Qt.Key.Key_A, CTRL)
    plan.write("I want to cook.")
    plan.desk.store.error = Circumstance("disk_full")
    plan.press(Qt.Key.Key_Return, CTRL)
    plan.settle()
    assert plan.reads("Make room, then save again.")
    assert plan.reads("Not saved yet")
    plan.press(Qt.Key.Key_Return, CTRL)
    assert len(plan.acts()) == 1
