"""The lock page takes a passphrase, asks, and shows what it is told."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListWidget
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.lock.lock_page import LockPage
from nurseapp.desktop.ui.lock.people import Enrolling, Person
from nurseapp.desktop.ui.lock.secret_field import SecretField
from nurseapp.desktop.ui.lock.start_window import StartWindow
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.push_button import PushButton

AMARA = Person(key="amara@one", name="Amara Osei, RN", place="One hospital")
JONAS = Person(key="jonas@one", name="Jonas Weber, RN")


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> LockPage:
    made = LockPage(theme)
    qtbot.addWidget(made)
    made.set_people((AMARA, JONAS))
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def line(page: LockPage) -> QLineEdit:
    found = page.findChild(QLineEdit)
    assert found is not None
    return found


def button(page: LockPage, words: str) -> PushButton:
    return next(b for b in page.findChildren(PushButton) if b.text() == words)


def seen(page: LockPage) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def test_enter_asks_with_the_chosen_person_and_the_passphrase(qtbot: QtBot, page: LockPage) -> None:
    people = page.findChild(QListWidget)
    assert people is not None
    assert people.item(0).text() == "Amara Osei, RN · One hospital"
    people.setCurrentRow(1)
    QTest.keyClicks(line(page), "correct horse battery")
    with qtbot.waitSignal(page.unlock_requested) as asked:
        QTest.keyClick(line(page), Qt.Key.Key_Return)
    assert asked.args == ["jonas@one", "correct horse battery"]


def test_the_one_who_worked_here_last_is_preselected(qtbot: QtBot, page: LockPage) -> None:
    page.set_people((AMARA, JONAS), chosen="jonas@one")
    QTest.keyClicks(line(page), "x")
    with qtbot.waitSignal(page.unlock_requested) as asked:
        QTest.mouseClick(button(page, "Unlock"), Qt.MouseButton.LeftButton)
    assert asked.args == ["jonas@one", "x"]


def test_one_person_needs_no_list(page: LockPage) -> None:
    page.set_people((AMARA,))
    people = page.findChild(QListWidget)
    assert people is not None
    assert not people.isVisible()
    assert "Amara Osei, RN · One hospital" in seen(page)


def test_nothing_is_asked_without_a_passphrase(qtbot: QtBot, page: LockPage) -> None:
    assert not button(page, "Unlock").isEnabled()
    with qtbot.assertNotEmitted(page.unlock_requested):
        QTest.keyClick(line(page), Qt.Key.Key_Return)


def test_nothing_is_asked_where_nobody_has_a_vault(qtbot: QtBot, page: LockPage) -> None:
    page.set_people(())
    QTest.keyClicks(line(page), "x")
    with qtbot.assertNotEmitted(page.unlock_requested):
        QTest.keyClick(line(page), Qt.Key.Key_Return)


def test_the_focus_begins_in_the_passphrase(page: LockPage) -> None:
    page.setFocus()
    assert line(page).hasFocus()


def test_while_it_tries_it_says_so_and_takes_nothing(qtbot: QtBot, page: LockPage) -> None:
    QTest.keyClicks(line(page), "x")
    page.show_problem("Wrong passphrase.", "Try again.")
    page.set_busy(True)
    assert not button(page, "Unlocking…").isEnabled()
    assert not line(page).isEnabled()
    assert "Try again." not in seen(page)


def test_afterwards_the_passphrase_is_forgotten_and_asked_for_again(page: LockPage) -> None:
    QTest.keyClicks(line(page), "x")
    page.set_busy(True)
    page.set_busy(False)
    page.show_problem("This passphrase does not fit.", "Try again.")
    assert line(page).text() == ""
    assert line(page).hasFocus()
    assert "■  This passphrase does not fit." in seen(page)
    assert "Try again." in seen(page)


def test_somebody_else_can_come_in(qtbot: QtBot, page: LockPage) -> None:
    with qtbot.waitSignal(page.person_wanted):
        QTest.mouseClick(button(page, "Somebody else"), Qt.MouseButton.LeftButton)


def test_the_list_grows_with_the_zoom(theme: Theme, page: LockPage) -> None:
    people = page.findChild(QListWidget)
    assert people is not None
    before = people.height()
    for _ in range(5):
        theme.zoom_in()
    assert people.height() > 1.8 * before
    assert not people.verticalScrollBar().isVisible()


def test_the_mark_of_the_example_stands_at_the_foot(page: LockPage) -> None:
    page.set_mark("Example organisation — not actual people")
    assert "Example organisation — not actual people" in seen(page)


@pytest.fixture
def secret(qtbot: QtBot, theme: Theme) -> SecretField:
    made = SecretField("Passphrase")
    qtbot.addWidget(made)
    made.show()
    return made


def press(
    field: QLineEdit,
    letter: str,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    pressed = QKeyEvent(QEvent.Type.KeyPress, ord(letter.upper()), modifier, letter)
    QApplication.sendEvent(field, pressed)


def caps_are_told(secret: SecretField) -> bool:
    return any(
        label.isVisible() and "Caps Lock" in label.text() for label in secret.findChildren(QLabel)
    )


def test_a_capital_without_shift_tells_of_caps_lock(secret: SecretField) -> None:
    field = secret.findChild(QLineEdit)
    assert field is not None
    QTest.keyClick(field, Qt.Key.Key_A)
    assert not caps_are_told(secret)
    press(field, "A")
    assert caps_are_told(secret)
    QTest.keyClick(field, Qt.Key.Key_CapsLock)
    assert not caps_are_told(secret)


def test_a_capital_with_shift_does_not(secret: SecretField) -> None:
    field = secret.findChild(QLineEdit)
    assert field is not None
    press(field, "A", Qt.KeyboardModifier.ShiftModifier)
    press(field, "7")
    assert not caps_are_told(secret)


def test_a_secret_is_hidden_until_shown_and_hidden_again_once_cleared(
    secret: SecretField,
) -> None:
    field, show = secret.findChild(QLineEdit), secret.findChild(PushButton)
    assert field is not None
    assert show is not None
    modes = QLineEdit.EchoMode
    seen_modes = [field.echoMode()]
    QTest.mouseClick(show, Qt.MouseButton.LeftButton)
    seen_modes.append(field.echoMode())
    secret.clear()
    seen_modes.append(field.echoMode())
    assert seen_modes == [modes.Password, modes.Normal, modes.Password]
    assert show.text() == "Show"


def test_secrets_are_not_in_what_is_printed_of_them() -> None:
    typed = Enrolling(server="s", user="u", password="hidden-1", passphrase="hidden-2")
    assert "hidden" not in repr(typed)


def test_the_start_window_shows_one_page_and_keeps_the_other(qtbot: QtBot, theme: Theme) -> None:
    window = StartWindow()
    qtbot.addWidget(window)
    page, other = LockPage(theme), LockPage(theme)
    window.show_page(page)
    window.show()
    window.show_page(other)
    assert other.isVisible()
    assert not page.isVisible()
    window.show_page(page)
    assert page.isVisible()
    assert window.windowTitle() == "nurseapp"
