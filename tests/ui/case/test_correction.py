"""A nurse says that a name is wrong; nothing changes until a supervisor has decided."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from nurseapp.desktop.ui.case.leading.correction_form import CorrectionForm
from nurseapp.domain.member import MemberRevised, Sex
from nurseapp.domain.revising import Change
from tests.ui.case.hands import Hands
from tests.ui.case.test_leading import offered

CORRECT = "Propose a correction…"
CTRL = Qt.KeyboardModifier.ControlModifier


def over(hands: Hands, text: str) -> None:
    """Type over what stands in the field."""
    hands.press(Qt.Key.Key_A, CTRL)
    hands.write(text)


def begin(hands: Hands) -> CorrectionForm:
    """Ask for the form."""
    offered(hands, CORRECT).trigger()
    return hands.find(CorrectionForm)


def test_a_nurse_proposes_another_name_and_birth_date_by_the_keyboard_alone(hands: Hands) -> None:
    before = hands.case().member
    form = begin(hands)
    over(hands, "Marques")
    for _ in range(3):
        hands.press(Qt.Key.Key_Tab)
    over(hands, "1965-03-15")
    hands.press(Qt.Key.Key_Return)

    [act] = hands.acts()
    assert isinstance(act, MemberRevised)
    assert act.record == before.id
    assert act.changes == {
        "family_name": Change(was="Marquez", now="Marques"),
        "birth_date": Change(was=date(1965, 3, 14), now=date(1965, 3, 15)),
    }
    assert not form.isVisible()
    assert hands.page.stack.isAncestorOf(hands.focus())
    assert hands.case().member == before
    assert {c.field for c in hands.case().conflicts} >= {"family_name", "birth_date"}


def test_what_is_in_question_already_is_not_asked_again(hands: Hands) -> None:
    for _ in range(2):
        begin(hands)
        over(hands, "Marques")
        hands.press(Qt.Key.Key_Return)
        hands.settle()

    assert len(hands.acts()) == 1


def test_a_sex_is_proposed_as_one_of_those_there_are(hands: Hands) -> None:
    form = begin(hands)
    box = form.fields["sex"].findChild(QComboBox)
    assert box is not None
    box.setFocus()
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)

    [act] = hands.acts()
    assert isinstance(act, MemberRevised)
    assert act.changes == {"sex": Change(was=Sex.FEMALE, now=Sex.MALE)}


def test_nothing_is_proposed_that_differs_in_nothing_or_cannot_be(hands: Hands) -> None:
    form = begin(hands)
    hands.press(Qt.Key.Key_Return)
    over(hands, " ")
    hands.press(Qt.Key.Key_Return)
    over(hands, "Marques")
    for _ in range(3):
        hands.press(Qt.Key.Key_Tab)
    over(hands, "soon")
    hands.press(Qt.Key.Key_Return)
    assert form.isVisible()
    hands.press(Qt.Key.Key_Escape)

    assert not form.isVisible()
    assert hands.page.stack.isAncestorOf(hands.focus())
    assert hands.acts() == []


def test_whoever_may_not_write_proposes_nothing(hands: Hands) -> None:
    assert offered(hands, CORRECT).isVisible()
    hands.desk.store.mode = "read"
    hands.page.holder.reopen()
    hands.settle()

    assert not offered(hands, CORRECT).isVisible()
