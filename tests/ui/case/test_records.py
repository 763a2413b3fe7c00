"""Received records: shown as they came, and accepted into the plan only by a person."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

from nurseapp.desktop.ui.case.plan.plan_view import PlanView
from nurseapp.desktop.ui.case.records.record_lines import record_lines
from nurseapp.desktop.ui.case.records.records_view import RecordsView
from nurseapp.desktop.ui.case.room_names import RoomName
from nurseapp.domain.fact import FactCategory
from nurseapp.domain.ids import RecordId
from nurseapp.domain.problem import ProblemAdded
from tests.ui.case.hands import CTRL_SHIFT, Hands

RECORDS = 5


@pytest.fixture
def records(hands: Hands) -> Hands:
    """Go to the received records."""
    hands.go(RECORDS)
    return hands


def choose(hands: Hands, record: str) -> None:
    hands.page.go_to(RoomName.RECORDS, RecordId(record))


def test_code_status_and_sender_s_id_are_shown_as_they_came(records: Hands) -> None:
    line = record_lines(records.case(), FactCategory.ALLERGY)[0]
    assert (line.what, line.code, line.value) == ("Penicillin", "91936005 SNOMED CT", "high")
    assert line.source == "Condition/f5"
    assert line.face.words == "active"


def test_a_condition_is_accepted_and_shown_in_the_plan(records: Hands) -> None:
    choose(records, "f2")
    records.press(Qt.Key.Key_A, CTRL_SHIFT)
    added = [act for act in records.acts() if isinstance(act, ProblemAdded)]
    assert [(act.title, act.from_fact) for act in added] == [
        ("Fracture of neck of femur (disorder)", "f2")
    ]
    assert records.find(PlanView).tree.chosen_id() == added[0].problem


def test_nothing_but_a_condition_that_is_not_in_the_plan_can_be_accepted(records: Hands) -> None:
    for record in ("f3", "f5", "f6", "f7"):
        choose(records, record)
        records.press(Qt.Key.Key_A, CTRL_SHIFT)
        records.press(Qt.Key.Key_Return)
    assert records.acts() == []


def test_categories_narrow_the_list(records: Hands) -> None:
    table = records.find(QTableView)
    assert table.model().rowCount() == 7
    records.find(RecordsView).category_chosen.emit(FactCategory.MEDICATION.value)
    assert table.model().rowCount() == 2
