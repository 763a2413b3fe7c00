"""Leading a case: a nurse proposes closing it, in words, from the Case menu of any tab."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit

from nurseapp.domain.case import CaseRevised
from nurseapp.domain.revising import Change
from tests.ui.case.hands import Hands


def offered(hands: Hands, words: str) -> QAction:
    """Give an action of the page by its words, whether it is offered or not."""
    [found] = [a for a in hands.page.actions() if a.text().replace("&", "") == words]
    return found


def test_a_nurse_proposes_closing_with_a_reason(hands: Hands) -> None:
    offered(hands, "Propose closing…").trigger()
    hands.write("Goals are met")
    hands.press(Qt.Key.Key_Return)
    hands.settle()

    [act] = hands.acts()
    assert isinstance(act, CaseRevised)
    assert act.changes == {"closing_proposed": Change(was=None, now="Goals are met")}


def test_without_a_reason_nothing_is_proposed(hands: Hands) -> None:
    offered(hands, "Propose closing…").trigger()
    asked = hands.focus()
    assert isinstance(asked, QLineEdit)
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Escape)

    assert not asked.isVisible()
    assert hands.acts() == []


def test_assigning_and_closing_are_a_supervisors(hands: Hands) -> None:
    assert offered(hands, "Propose closing…").isVisible()
    assert not offered(hands, "Assign…").isVisible()
    assert not offered(hands, "Close the case…").isVisible()
