"""The first run sees to it that nothing is missing, and asks once all is there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.lock.first_run_page import FirstRunPage
from nurseapp.desktop.ui.lock.people import Enrolling
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.push_button import PushButton

PASSPHRASE = "five words are easily kept"
TYPED = {
    "Server address": "https://nurse.example.org ",
    "User name": "amara",
    "Password": "the account's",
    "Passphrase": PASSPHRASE,
    "Passphrase again": PASSPHRASE,
}


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> FirstRunPage:
    made = FirstRunPage(theme, least_length=15)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def field(page: FirstRunPage, name: str) -> QLineEdit:
    return next(f for f in page.findChildren(QLineEdit) if f.accessibleName() == name)


def fill(page: FirstRunPage, **changed: str) -> None:
    for name, text in (TYPED | {k.replace("_", " "): v for k, v in changed.items()}).items():
        field(page, name).setText(text)


def button(page: FirstRunPage, words: str) -> PushButton:
    return next(b for b in page.findChildren(PushButton) if b.text() == words)


def says(page: FirstRunPage, words: str) -> bool:
    return any(words in label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_all_that_was_typed_is_asked_for_at_once(qtbot: QtBot, page: FirstRunPage) -> None:
    fill(page)
    with qtbot.waitSignal(page.enrol_requested) as asked:
        QTest.mouseClick(button(page, "Set up this computer"), Qt.MouseButton.LeftButton)
    assert asked.args == [
        Enrolling(
            server="https://nurse.example.org",
            user="amara",
            password="the account's",
            passphrase=PASSPHRASE,
        )
    ]


@pytest.fixture
def shared(page: FirstRunPage) -> FirstRunPage:
    """The page on a computer that several people share."""
    page.be_shared()
    return page


def test_on_a_shared_computer_an_account_is_all_that_is_asked_for(
    qtbot: QtBot, shared: FirstRunPage
) -> None:
    assert not field(shared, "PIN").isVisible()
    assert says(shared, "keeps nothing about anybody")
    for name in ("Server address", "User name", "Password"):
        field(shared, name).setText(TYPED[name])
    with qtbot.waitSignal(shared.enrol_requested) as asked:
        QTest.mouseClick(button(shared, "Sign in"), Qt.MouseButton.LeftButton)
    [enrolling] = asked.args
    assert (enrolling.password, enrolling.passphrase) == ("the account's", "the account's")


def test_there_who_came_by_the_browser_chooses_a_pin_to_come_back_with(
    qtbot: QtBot, shared: FirstRunPage
) -> None:
    field(shared, "Server address").setText(TYPED["Server address"])
    shared.show_arrived(Ana())  # type: ignore[arg-type]  # it shows the name alone
    assert says(shared, "The PIN is not ready yet.")
    for name in ("PIN", "PIN again"):
        field(shared, name).setText("a long enough one")
    with qtbot.waitSignal(shared.enrol_requested) as asked:
        QTest.mouseClick(button(shared, "Sign in"), Qt.MouseButton.LeftButton)
    [enrolling] = asked.args
    assert (enrolling.password, enrolling.passphrase) == ("", "a long enough one")


def test_there_it_names_whose_work_waits(shared: FirstRunPage) -> None:
    shared.show_waiting([])
    assert not says(shared, "Not sent yet")
    shared.show_waiting(["amara", "ben"])
    assert says(shared, "sealed here until they sign in: amara, ben.")


class Ana:
    """Who came back from the browser."""

    name = "Ana"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"Server_address": " "}, "server address and the user name are needed"),
        ({"User_name": ""}, "server address and the user name are needed"),
        ({"Password": ""}, "password is needed"),
        ({"Passphrase": "fourteen chars", "Passphrase_again": "fourteen chars"}, "not ready"),
        ({"Passphrase_again": "another five words here"}, "not ready"),
    ],
)
def test_until_then_the_button_is_disabled_and_says_why(
    qtbot: QtBot, page: FirstRunPage, changed: dict[str, str], reason: str
) -> None:
    fill(page, **changed)
    assert not button(page, "Set up this computer").isEnabled()
    assert says(page, reason)
    with qtbot.assertNotEmitted(page.enrol_requested):
        QTest.keyClick(field(page, "Passphrase again"), Qt.Key.Key_Return)


def test_the_rule_counts_along(page: FirstRunPage) -> None:
    fill(page, Passphrase="12345678901234", Passphrase_again="")
    assert says(page, "At least 15 characters, such as five words; 14 so far")


def test_enter_goes_on_to_the_next_field_while_something_is_missing(page: FirstRunPage) -> None:
    field(page, "Server address").setFocus()
    QTest.keyClick(field(page, "Server address"), Qt.Key.Key_Return)
    assert field(page, "User name").hasFocus()


def test_tab_goes_from_field_to_field_in_the_order_of_reading(page: FirstRunPage) -> None:
    field(page, "Server address").setFocus()
    names = []
    for _ in range(8):
        focus = page.focusWidget()
        if isinstance(focus, QLineEdit):
            names.append(focus.accessibleName())
        page.focusNextChild()
    assert names == list(TYPED)


def test_while_the_server_is_asked_nothing_can_be_typed_and_nothing_is_lost(
    page: FirstRunPage,
) -> None:
    fill(page)
    page.set_busy(True)
    assert not button(page, "Signing in…").isEnabled()
    assert not field(page, "User name").isEnabled()
    page.set_busy(False)
    page.show_problem("The server does not know this user.", "Check name and password.")
    assert field(page, "Password").text() == "the account's"
    assert button(page, "Set up this computer").isEnabled()
    assert says(page, "Check name and password.")


def test_secrets_are_forgotten_when_told(page: FirstRunPage) -> None:
    fill(page)
    page.forget()
    left = {name: field(page, name).text() for name in TYPED}
    assert [name for name, text in left.items() if text] == ["Server address", "User name"]


def test_a_known_server_is_filled_in_and_the_name_is_asked_next(page: FirstRunPage) -> None:
    page.set_server("https://nurse.example.org")
    page.setFocus()
    assert field(page, "User name").hasFocus()


def test_the_way_back_is_there_when_somebody_is(qtbot: QtBot, page: FirstRunPage) -> None:
    assert not button(page, "Back").isVisible()
    page.set_can_leave(True)
    with qtbot.waitSignal(page.left):
        QTest.mouseClick(button(page, "Back"), Qt.MouseButton.LeftButton)


def test_it_fits_and_scrolls_at_200_per_cent(theme: Theme, page: FirstRunPage) -> None:
    for _ in range(5):
        theme.zoom_in()
    fill(page)
    page.ensureWidgetVisible(button(page, "Set up this computer"))
    shown = button(page, "Set up this computer").visibleRegion().boundingRect()
    assert shown == button(page, "Set up this computer").rect()


def test_the_code_is_asked_for_when_the_server_wants_it_and_what_was_typed_stays(
    qtbot: QtBot, page: FirstRunPage
) -> None:
    code = field(page, "Code from your authenticator app")
    assert not code.isVisible()
    fill(page)
    page.set_busy(True)
    page.set_busy(False)
    page.ask_for("code_needed")

    assert code.hasFocus()
    assert not button(page, "Set up this computer").isEnabled()
    assert says(page, "The code is needed.")
    QTest.keyClicks(code, "123 456")
    with qtbot.waitSignal(page.enrol_requested) as asked:
        QTest.keyClick(code, Qt.Key.Key_Return)
    [enrolling] = asked.args
    assert (enrolling.password, enrolling.code) == ("the account's", "123 456")
    page.forget()
    assert (code.text(), code.isVisible()) == ("", False)


def test_a_new_computer_asks_for_its_code_in_a_field_and_both_codes_go_together(
    qtbot: QtBot, page: FirstRunPage
) -> None:
    enrolment = field(page, "Enrolment code for this computer")
    code = field(page, "Code from your authenticator app")
    fill(page)
    page.ask_for("wrong_credentials")
    assert not enrolment.isVisible()
    page.ask_for("enrolment_needed")

    assert enrolment.hasFocus()
    assert not code.isVisible()
    assert not button(page, "Set up this computer").isEnabled()
    QTest.keyClicks(enrolment, "abcd efgh jklm")
    page.ask_for("code_needed")
    assert code.hasFocus()
    QTest.keyClicks(code, "123456")
    with qtbot.waitSignal(page.enrol_requested) as asked:
        QTest.keyClick(code, Qt.Key.Key_Return)
    [enrolling] = asked.args
    assert (enrolling.enrolment, enrolling.code) == ("abcd efgh jklm", "123456")
    assert "abcd" not in repr(enrolling)
    page.ask_for("wrong_enrolment")
    assert (enrolment.text(), enrolment.hasFocus(), code.text()) == ("", True, "123456")
    page.forget()
    assert (enrolment.text(), enrolment.isVisible()) == ("", False)
