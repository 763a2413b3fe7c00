"""Screening by keyboard: digits are points, answers are kept at once, signing waits for all."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGroupBox, QPushButton, QRadioButton

from nurseapp.desktop.ui.case.room_names import RoomName
from nurseapp.desktop.ui.case.screening.form_chooser import FormChooser
from nurseapp.desktop.ui.case.screening.form_sheet import FormSheet
from nurseapp.desktop.ui.case.screening.question_row import QuestionRow
from nurseapp.desktop.ui.case.screening.stem import Stem
from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.screening import (
    ScreeningAnswered,
    ScreeningDeclined,
    ScreeningSigned,
    ScreeningState,
)
from tests.ui.case.hands import CTRL, Hands

SCREENING = 3


def open_form(hands: Hands, short: str) -> None:
    hands.go(SCREENING)
    chooser = hands.find(FormChooser)
    if chooser.chosen_form() != short:
        hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)
    hands.settle()


def current(hands: Hands) -> str:
    return hands.find(FormSheet).current()


def answered(hands: Hands) -> list[tuple[str, int | None]]:
    return [(a.item, a.points) for a in hands.acts() if isinstance(a, ScreeningAnswered)]


def test_phq_9_is_filled_with_nine_digits_and_signed(hands: Hands) -> None:
    open_form(hands, "phq-9")
    hands.write("112211110")
    hands.settle()
    hands.write("1")  # the tenth question, which is never scored
    hands.settle()
    hands.press(Qt.Key.Key_Return, CTRL)

    signed = [act for act in hands.acts() if isinstance(act, ScreeningSigned)]
    points = [1, 1, 2, 2, 1, 1, 1, 1, 0]
    assert answered(hands)[:9] == [(str(n), p) for n, p in enumerate(points, start=1)]
    assert [act.total for act in signed] == [10]
    assert len(signed[0].answers) == 10
    assert hands.reads("Total 10 of 27")
    assert hands.reads("moderate")
    assert hands.reads("Kroenke")


def test_audit_c_asks_no_more_after_never(hands: Hands) -> None:
    open_form(hands, "audit-c")
    hands.write("0")
    hands.settle()
    assert hands.reads("Total 0 of 12")
    assert hands.reads("Not asked after «Never»")
    hands.press(Qt.Key.Key_Return, CTRL)
    signed = [act for act in hands.acts() if isinstance(act, ScreeningSigned)]
    assert [(act.answers, act.total) for act in signed] == [({"1": 0}, 0)]


def test_audit_c_takes_the_points_of_the_column_head_up_to_four(hands: Hands) -> None:
    open_form(hands, "audit-c")
    hands.write("4")
    hands.write("5")  # no column has it
    hands.write("30")
    assert answered(hands) == [("1", 4), ("2", 3), ("3", 0)]
    assert hands.reads("Positive: 3 or more")
    assert hands.reads("5 or more: brief counselling.")


def test_there_is_no_total_and_no_signing_until_all_are_answered(hands: Hands) -> None:
    open_form(hands, "phq-9")
    hands.write("00000000")
    hands.settle()
    assert hands.reads("8 of 9 answered")
    assert hands.reads("No total until all 9 are answered.")
    sign = next(b for b in hands.page.findChildren(QPushButton) if "Sign at 9 of 9" in b.text())
    assert not sign.isEnabled()
    assert sign.toolTip() == "1 question is not answered."
    hands.press(Qt.Key.Key_Return, CTRL)
    assert not any(isinstance(act, ScreeningSigned) for act in hands.acts())


def test_the_last_question_of_phq_9_is_asked_only_when_the_total_is_above_zero(
    hands: Hands,
) -> None:
    open_form(hands, "phq-9")
    hands.write("00000000")
    assert current(hands) == "9"
    hands.write("0")
    assert current(hands) == "9"
    hands.settle()
    assert hands.reads("Not asked: every answer is zero")
    hands.press(Qt.Key.Key_Backspace)
    hands.write("1")
    assert current(hands) == "9"
    hands.press(Qt.Key.Key_Down)
    assert current(hands) not in {str(n) for n in range(1, 10)}


def test_backspace_goes_back_and_an_answer_can_be_changed(hands: Hands) -> None:
    open_form(hands, "phq-9")
    hands.write("12")
    hands.press(Qt.Key.Key_Backspace)
    assert current(hands) == "2"
    hands.write("0")
    assert current(hands) == "3"
    assert answered(hands) == [("1", 1), ("2", 2), ("2", 0)]


def test_arrows_look_at_answers_without_giving_them(hands: Hands) -> None:
    open_form(hands, "phq-9")
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Up):
        hands.press(key)
    assert answered(hands) == []
    hands.press(Qt.Key.Key_Right)
    hands.press(Qt.Key.Key_Space)
    assert answered(hands) == [("1", 1)]


def test_r_repeats_the_question_that_stands_over_all_items(hands: Hands) -> None:
    open_form(hands, "phq-9")
    hands.press(Qt.Key.Key_R)
    stem = next(s for s in hands.page.findChildren(Stem) if s.isVisible())
    assert stem.is_lit()
    hands.write("0")
    assert not stem.is_lit()


def test_declining_asks_for_a_reason(hands: Hands) -> None:
    open_form(hands, "phq-9")
    hands.write("1")
    hands.press(Qt.Key.Key_D)
    hands.press(Qt.Key.Key_Return)  # without a reason nothing happens
    hands.write("too tired")
    hands.press(Qt.Key.Key_Return)
    declined = [act for act in hands.acts() if isinstance(act, ScreeningDeclined)]
    assert [act.reason for act in declined] == ["too tired"]
    assert hands.find(FormChooser).isVisible()


def test_a_draft_is_found_again_where_it_was_left(hands: Hands) -> None:
    open_form(hands, "phq-9")
    hands.write("123")
    hands.press(Qt.Key.Key_Escape)
    hands.settle()
    assert hands.find(FormChooser).chosen_form() == "phq-9"
    hands.press(Qt.Key.Key_Return)
    hands.settle()
    assert current(hands) == "4"
    assert hands.reads("3 of 9 answered")
    assert hands.case().screenings[0].state is ScreeningState.DRAFT


def test_an_answer_that_could_not_be_kept_is_not_shown_as_given(hands: Hands) -> None:
    open_form(hands, "phq-9")
    hands.write("1")
    hands.settle()
    hands.desk.store.error = Circumstance("disk_full")
    hands.write("2")
    hands.settle()
    row = hands.page.findChildren(QuestionRow)[1]
    assert not any(button.isChecked() for button in row.findChildren(QRadioButton))
    assert hands.reads("The disk of this PC is full.")


def test_a_question_is_a_named_group_of_radio_buttons_named_by_answer_and_points(
    hands: Hands,
) -> None:
    open_form(hands, "phq-9")
    groups = [g for g in hands.page.findChildren(QGroupBox) if g.isVisible()]
    first = groups[0]
    assert first.accessibleName() == "1.  Little interest or pleasure in doing things"
    names = [button.accessibleName() for button in first.findChildren(QRadioButton)]
    assert names[1] == "Several days, 1"


def test_item_wording_is_shown_as_the_form_has_it(hands: Hands) -> None:
    open_form(hands, "phq-9")
    form = hands.desk.library.form("phq-9")
    for item in form.items:
        assert hands.reads(item.text)


def test_a_signed_form_is_read_again_from_the_timeline(hands: Hands) -> None:
    record = next(s.id for s in hands.case().screenings)
    hands.go(SCREENING)
    hands.page.go_to(RoomName.SCREENING, record)
    hands.settle()
    assert hands.reads("Total 9 of 27")
    hands.write("3")
    assert answered(hands) == []


@pytest.mark.parametrize(("born", "words"), [(None, "The birth date is not known."), (2020, "18")])
def test_who_may_not_be_asked_is_refused_in_words(
    hands: Hands, born: int | None, words: str
) -> None:
    hands.desk.store.change_member(birth_date=None if born is None else _born(born))
    hands.page.holder.reopen()
    hands.settle()
    hands.go(SCREENING)
    hands.settle()
    hands.press(Qt.Key.Key_Return)
    hands.settle()
    assert hands.find(FormChooser).isVisible()
    assert hands.reads(words)


def _born(year: int) -> date:
    return date(year, 2, 1)
