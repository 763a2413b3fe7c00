"""The safety panel: raised by item 9 at once, ended only as done or as unable."""

from datetime import UTC

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.case.case_page import CasePage
from nurseapp.desktop.ui.case.room_names import RoomName
from nurseapp.desktop.ui.case.screening.form_sheet import FormSheet
from nurseapp.desktop.ui.case.screening.safety_panel import SafetyPanel
from nurseapp.desktop.ui.case.summary.summary_words import Happening
from nurseapp.domain.ids import CaseId
from nurseapp.domain.safety import SafetyConcernClosed, SafetyConcernRaised, SafetyOutcome
from nurseapp.domain.screening import ScreeningSigned
from tests.ui.case.hands import ALT, CTRL, CTRL_SHIFT, Hands
from tests.ui.case.test_screening import open_form


@pytest.fixture
def raised(hands: Hands) -> Hands:
    """Answer item 9 above zero, and nothing else."""
    open_form(hands, "phq-9")
    for _ in range(8):
        hands.press(Qt.Key.Key_Down)
    hands.write("2")
    hands.settle()
    return hands


def panel_is_shown(hands: Hands) -> bool:
    return any(panel.isVisible() for panel in hands.page.findChildren(SafetyPanel))


def test_item_9_raises_its_concern_before_the_form_is_complete(raised: Hands) -> None:
    concerns = [act for act in raised.acts() if isinstance(act, SafetyConcernRaised)]
    assert [(act.item, act.points) for act in concerns] == [("9", 2)]
    assert panel_is_shown(raised)
    assert raised.reads("More than half the days")
    assert raised.reads("MARQUEZ, Elena")


def test_zero_raises_nothing(hands: Hands) -> None:
    open_form(hands, "phq-9")
    hands.write("000000000")
    hands.settle()
    assert not panel_is_shown(hands)


def test_the_panel_cannot_be_left_by_any_key(raised: Hands) -> None:
    for key, held in (
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_1, ALT),
        (Qt.Key.Key_2, ALT),
        (Qt.Key.Key_W, CTRL),
        (Qt.Key.Key_Return, CTRL),
        (Qt.Key.Key_BracketRight, Qt.KeyboardModifier.NoModifier),
    ):
        raised.press(key, held)
        raised.settle()
        assert panel_is_shown(raised), key


def test_the_case_cannot_be_left_while_the_panel_stands(
    qtbot: QtBot, raised: Hands, page: CasePage
) -> None:
    with qtbot.assertNotEmitted(page.left):
        raised.press(Qt.Key.Key_W, CTRL)
    assert not page.may_leave()
    page.open(CaseId("another"))
    page.go_to(RoomName.SUMMARY)
    raised.settle()
    assert panel_is_shown(raised)
    assert raised.case().id == "4402"


def test_the_focus_stays_inside_the_panel(raised: Hands) -> None:
    panel = raised.find(SafetyPanel)
    for key in [Qt.Key.Key_Tab] * 12 + [Qt.Key.Key_Backtab] * 15:
        raised.press(key)
        assert panel.isAncestorOf(raised.focus())


def test_done_needs_a_step_and_goes_back_to_the_same_item(raised: Hands) -> None:
    raised.press(Qt.Key.Key_Return)
    raised.press(Qt.Key.Key_Return)
    raised.press(Qt.Key.Key_Tab)
    raised.write("Dr Ruiz")
    raised.press(Qt.Key.Key_Return, CTRL)
    closed = [act for act in raised.acts() if isinstance(act, SafetyConcernClosed)]
    assert [(act.outcome, act.steps) for act in closed] == [
        (SafetyOutcome.DONE, ("asked-thoughts", "asked-plan-and-means", "told: Dr Ruiz"))
    ]
    assert not panel_is_shown(raised)
    assert raised.find(FormSheet).current() == "9"
    raised.write("0")  # the keys work in the form again
    assert len(raised.acts()) == 4
    words = [
        Happening(entry=entry, case=raised.case(), zone=UTC, forms={}).words
        for entry in raised.case().timeline
    ]
    assert any("Asked about a plan and about means; Told" in said for said in words)


def test_unable_needs_the_reason_and_who_took_over(raised: Hands) -> None:
    for _ in range(7):
        raised.press(Qt.Key.Key_Tab)
    assert raised.focus().accessibleName() == "Why not"
    raised.write("She left the ward")
    raised.press(Qt.Key.Key_Tab)
    raised.write("Dr Ruiz")
    raised.press(Qt.Key.Key_Tab)
    raised.press(Qt.Key.Key_Return)
    closed = [act for act in raised.acts() if isinstance(act, SafetyConcernClosed)]
    assert [(act.outcome, act.reason, act.taken_over_by) for act in closed] == [
        (SafetyOutcome.UNABLE, "She left the ward", "Dr Ruiz")
    ]
    assert not panel_is_shown(raised)


def test_after_a_restart_an_open_concern_is_reached_from_the_summary(
    qtbot: QtBot, raised: Hands
) -> None:
    again = CasePage(raised.desk.tools)
    qtbot.addWidget(again)
    again.resize(1178, 716)
    again.show()
    again.activateWindow()
    with qtbot.waitSignal(again.holder.opened):
        again.open(CaseId("4402"))
    hands = Hands(qtbot, raised.desk, again)
    hands.settle()
    again.setFocus()
    assert hands.reads("PHQ-9 item 9 answered above zero")
    hands.press(Qt.Key.Key_S, CTRL_SHIFT)
    hands.settle()
    assert panel_is_shown(hands)


def test_a_form_is_not_signed_while_its_concern_is_open(raised: Hands) -> None:
    raised.press(Qt.Key.Key_Return, CTRL)
    assert not any(isinstance(act, ScreeningSigned) for act in raised.acts())


def test_the_panel_ends_when_somebody_else_has_ended_the_concern(raised: Hands) -> None:
    concern = raised.case().open_concerns()[0]
    raised.desk.tools.desk.screenings.end_concern_done(
        raised.case().id, concern.id, ("asked-thoughts",)
    )
    raised.page.reopen_if_among({raised.case().id})
    raised.settle()
    assert not panel_is_shown(raised)


def test_no_sound_is_made(monkeypatch: pytest.MonkeyPatch, hands: Hands) -> None:
    beeps: list[None] = []
    monkeypatch.setattr(QApplication, "beep", lambda: beeps.append(None))
    open_form(hands, "phq-9")
    for _ in range(8):
        hands.press(Qt.Key.Key_Down)
    hands.write("3")
    hands.settle()
    assert beeps == []
