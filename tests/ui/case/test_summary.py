"""The summary: what is next, what happened, what is open, each with the way to it."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QTableView

from nurseapp.desktop.ui.case.notes.note_reader import NoteReader
from nurseapp.desktop.ui.case.plan.plan_view import PlanView
from nurseapp.desktop.ui.case.summary.happened_panel import HappenedPanel
from nurseapp.desktop.ui.case.summary.summary_words import Happened, shown_by, upcoming
from nurseapp.domain.appointment import AppointmentPlanned, AppointmentRevised
from nurseapp.domain.timeline import EntryKind
from tests.ui.case.hands import CTRL, CTRL_SHIFT, Hands


def happened(hands: Hands) -> QTableView:
    table = hands.find(HappenedPanel).findChild(QTableView)
    assert table is not None
    return table


def test_the_timeline_is_newest_first_and_enter_opens_the_thing(hands: Hands) -> None:
    table = happened(hands)
    assert table.model().index(0, 0).data() == "today 08:24"
    hands.press(Qt.Key.Key_Return)
    hands.settle()
    assert hands.find(NoteReader).isVisible()
    assert hands.reads("Addendum")


def test_the_timeline_is_filtered_by_kind(hands: Hands) -> None:
    everything = happened(hands).model().rowCount()
    hands.find(HappenedPanel).filter_chosen.emit(Happened.SCREENING.value)
    rows = happened(hands).model().rowCount()
    assert 0 < rows < everything
    kinds = {entry.kind for entry in shown_by(Happened.SCREENING, hands.case().timeline)}
    assert kinds == {EntryKind.SCREENING}


def test_every_kind_of_entry_is_in_one_filter_besides_all(hands: Hands) -> None:
    for kind in EntryKind:
        entry = replace(hands.case().timeline[0], kind=kind)
        assert sum(bool(shown_by(shown, (entry,))) for shown in Happened) == 2, kind


def test_an_appointment_is_marked_as_done(hands: Hands) -> None:
    hands.press(Qt.Key.Key_D, CTRL)
    revised = [act for act in hands.acts() if isinstance(act, AppointmentRevised)]
    assert [(act.record, act.changes["status"].now) for act in revised] == [("a1", "done")]
    assert [u.appointment.id for u in upcoming(hands.case())] == ["a2"]


def test_something_is_planned_with_a_typed_day(hands: Hands) -> None:
    hands.press(Qt.Key.Key_P, CTRL_SHIFT)
    hands.write("Call the GP")
    hands.press(Qt.Key.Key_Tab)
    hands.write("fri")
    hands.press(Qt.Key.Key_Return)
    planned = [act for act in hands.acts() if isinstance(act, AppointmentPlanned)]
    assert [(act.purpose, act.on) for act in planned] == [("Call the GP", date(2026, 11, 27))]


def test_nothing_is_planned_without_a_day(hands: Hands) -> None:
    hands.press(Qt.Key.Key_P, CTRL_SHIFT)
    hands.write("Call the GP")
    hands.press(Qt.Key.Key_Return)
    assert hands.acts() == []


def test_enter_on_a_goal_opens_it_in_the_plan(hands: Hands) -> None:
    hands.press(Qt.Key.Key_Backtab)
    hands.press(Qt.Key.Key_Backtab)
    while hands.focus().accessibleName() != "Problems and goals":
        hands.press(Qt.Key.Key_Backtab)
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)
    hands.settle()
    assert hands.find(PlanView).tree.chosen_id() == "g1"


def test_last_results_medicines_and_allergies_are_at_a_glance(hands: Hands) -> None:
    hands.settle()
    for words in ("PHQ-9 9 mild", "Hemoglobin A1c 8.4 %", "Metformin 850 mg tablet", "Penicillin"):
        assert hands.reads(words)


def test_what_waits_to_sync_is_said(hands: Hands) -> None:
    assert hands.reads("Nothing waits to sync")
    hands.press(Qt.Key.Key_D, CTRL)
    hands.settle()
    assert hands.reads("✓ Saved on this device 09:24 · waiting to sync")


def test_the_timeline_s_model_passes_qt_s_tester(hands: Hands) -> None:
    model = happened(hands).model()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    hands.page.holder.reopen()
    hands.settle()
    assert model.rowCount() == len(hands.case().timeline)
