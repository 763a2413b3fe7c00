"""A computer is set up without a password, where the server has a provider."""

from __future__ import annotations

from collections.abc import Iterator
from secrets import token_bytes

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nurseapp.desktop.services.browsing import Browsing
from nurseapp.desktop.storage.sealing import DeviceKey
from nurseapp.desktop.ui.entrance import Entrance
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.lock.first_run_page import FirstRunPage
from nurseapp.desktop.ui.lock.people import Enrolling, Person
from nurseapp.desktop.ui.lock.start_window import StartWindow
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.domain.circumstance import Circumstance
from tests.desktop.sync.fake_server import FakeServer
from tests.ui.browser import Browser, browser
from tests.ui.room_fixtures import drain

__all__ = ["browser"]

AMARA = Person(key="amara@one", name="Amara", user="amara", server="https://one.example")
PASSPHRASE = "five words are easily kept"
SERVER = "https://one.example"


class OpenGate:
    """A gate to a server in memory, which knows who signed in already and lets them in.

    Attributes:
        trouble: why nobody was let in; None where they are.
        lost: there is no way to the server.
    """

    def __init__(self, server: FakeServer) -> None:
        self.server = server
        self.enrolled: list[Enrolling] = []
        self.trouble: Circumstance | None = None
        self.lost = False

    def here(self) -> tuple[Person, ...]:
        return ()

    def unlock(
        self, key: str, passphrase: str, password: str = "", code: str = "", enrolment: str = ""
    ) -> object:
        raise AssertionError

    def enrol(self, enrolling: Enrolling) -> object:
        self.enrolled.append(enrolling)
        if self.trouble is not None:
            raise self.trouble
        return "a desk"

    def enter(self, enrolling: Enrolling) -> object:
        raise AssertionError

    def browsing(self, server: str, user: str) -> Browsing:
        transport = self.server.transport(user)
        if self.lost:
            transport.fault = _lost
        signing = DeviceKey("a-computer", bytes(range(32)))
        return Browsing(transport, signing, token_bytes, user)


def _lost(_point: str) -> None:
    raise Circumstance("offline")


@pytest.fixture
def gate() -> OpenGate:
    """Let the server have a provider that knows two people."""
    return OpenGate(FakeServer(by_browser={"amaras": "amara", "jonas's": "jonas"}))


@pytest.fixture
def online(qtbot: QtBot) -> Iterator[Runner]:
    made = Runner()
    yield made
    made.close()


@pytest.fixture
def entrance(qtbot: QtBot, theme: Theme, gate: OpenGate, online: Runner) -> Iterator[Entrance]:
    window = StartWindow()
    qtbot.addWidget(window)
    runner = Runner(window)
    made = Entrance(window, theme, gate, runner, online, Failures(lambda: "1", window))
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made.look_who_is_here("")
    qtbot.waitUntil(lambda: made.first_run.isVisible())
    yield made
    runner.close()


def field(page: QWidget, name: str) -> QLineEdit:
    return next(f for f in page.findChildren(QLineEdit) if f.accessibleName() == name)


def button(page: QWidget, words: str) -> QPushButton:
    found = page.findChildren(QPushButton)
    return next(b for b in found if words in b.text().replace("&", ""))


def reads(page: QWidget, words: str) -> bool:
    return any(words in label.text() for label in page.findChildren(QLabel) if label.isVisible())


def press(key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


def write(words: str) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, words)


def name_the_server(qtbot: QtBot, entrance: Entrance, online: Runner) -> FirstRunPage:
    page = entrance.first_run
    field(page, "Server address").setFocus()
    write(SERVER)
    press(Qt.Key.Key_Tab)
    drain(qtbot, online)
    return page


def go_to_the_browser(qtbot: QtBot, page: FirstRunPage, browser: Browser) -> None:
    while not button(page, "Sign in with the browser").hasFocus():
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: reads(page, "Go on in the browser."))


def test_with_the_keyboard_and_no_password_somebody_comes_in(
    qtbot: QtBot, entrance: Entrance, gate: OpenGate, online: Runner, browser: Browser
) -> None:
    page = name_the_server(qtbot, entrance, online)
    go_to_the_browser(qtbot, page, browser)
    assert not field(page, "User name").isEnabled()
    browser.come_back(code="amaras")
    qtbot.waitUntil(lambda: reads(page, "Signed in as amara"))

    assert field(page, "Passphrase").hasFocus()
    assert not field(page, "Password").isVisible()
    assert reads(page, "The passphrase is not ready yet.")
    write(PASSPHRASE)
    press(Qt.Key.Key_Return)
    while QApplication.focusWidget() is not field(page, "Passphrase again"):
        press(Qt.Key.Key_Tab)
    write(PASSPHRASE)
    with qtbot.waitSignal(entrance.entered):
        press(Qt.Key.Key_Return)
    [typed] = gate.enrolled
    assert typed.arrived is not None
    assert (typed.arrived.signed_in.user, typed.passphrase) == ("amara", PASSPHRASE)
    qtbot.waitUntil(lambda: not browser.is_awaited())


def test_a_passphrase_that_is_refused_asks_for_no_second_sign_in(
    qtbot: QtBot, entrance: Entrance, gate: OpenGate, online: Runner, browser: Browser
) -> None:
    page = name_the_server(qtbot, entrance, online)
    go_to_the_browser(qtbot, page, browser)
    browser.come_back(code="amaras")
    qtbot.waitUntil(lambda: reads(page, "Signed in as amara"))
    gate.trouble = Circumstance("passphrase_guessable")
    for name in ("Passphrase", "Passphrase again"):
        field(page, name).setText(PASSPHRASE)
    QTest.keyClick(field(page, "Passphrase again"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: reads(page, "This passphrase would be among the first"))

    assert reads(page, "Signed in as amara")
    gate.trouble = None
    with qtbot.waitSignal(entrance.entered):
        QTest.keyClick(field(page, "Passphrase again"), Qt.Key.Key_Return)


def test_escape_gives_up_and_the_password_is_asked_for_as_before(
    qtbot: QtBot, entrance: Entrance, online: Runner, browser: Browser
) -> None:
    page = name_the_server(qtbot, entrance, online)
    go_to_the_browser(qtbot, page, browser)
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(button(page, "Sign in with the browser").hasFocus)

    assert field(page, "User name").isEnabled()
    assert not reads(page, "Go on in the browser.")
    qtbot.waitUntil(lambda: not browser.is_awaited())


def test_another_server_knows_nobody_who_signed_in_at_the_first(
    qtbot: QtBot, entrance: Entrance, online: Runner, browser: Browser
) -> None:
    page = name_the_server(qtbot, entrance, online)
    go_to_the_browser(qtbot, page, browser)
    browser.come_back(code="amaras")
    qtbot.waitUntil(lambda: reads(page, "Signed in as amara"))
    field(page, "Server address").setText("https://two.example")

    assert not reads(page, "Signed in as amara")
    assert field(page, "Password").isVisible()


def test_a_server_without_a_provider_offers_no_browser(
    qtbot: QtBot, entrance: Entrance, gate: OpenGate, online: Runner
) -> None:
    gate.server.by_browser.clear()
    page = name_the_server(qtbot, entrance, online)

    assert not button(page, "Sign in with the browser").isVisible()
    assert field(page, "User name").hasFocus()


def test_offline_is_said_plainly(
    qtbot: QtBot, entrance: Entrance, gate: OpenGate, online: Runner
) -> None:
    gate.lost = True
    page = name_the_server(qtbot, entrance, online)

    assert reads(page, "The server cannot be reached now. Signing in needs a connection.")


def test_who_sets_up_again_is_nobody_else(
    qtbot: QtBot, entrance: Entrance, online: Runner, browser: Browser
) -> None:
    page = entrance.first_run
    page.hide()
    entrance.lock_page.again_wanted.emit(AMARA)
    drain(qtbot, online)
    go_to_the_browser(qtbot, page, browser)
    browser.come_back(code="jonas's")
    qtbot.waitUntil(lambda: reads(page, "The browser signed in somebody else."))

    assert reads(page, "Sign out there, then begin again with your own account.")
    assert button(page, "Sign in with the browser").hasFocus()
    assert not reads(page, "Signed in as")


def test_a_new_computer_that_takes_a_code_asks_for_it_and_goes_to_the_browser_again(
    qtbot: QtBot, entrance: Entrance, gate: OpenGate, online: Runner, browser: Browser
) -> None:
    gate.server.enrolment = "ABCD-EFGH-JKLM"
    page = name_the_server(qtbot, entrance, online)
    go_to_the_browser(qtbot, page, browser)
    browser.come_back(code="amaras")
    qtbot.waitUntil(lambda: reads(page, "It takes an enrolment code."))

    assert field(page, "Enrolment code for this computer").hasFocus()
    write("ABCD-EFGH-JKLM")
    go_to_the_browser(qtbot, page, browser)
    browser.come_back(code="amaras")
    qtbot.waitUntil(lambda: reads(page, "Signed in as amara"))
    assert not field(page, "Enrolment code for this computer").isVisible()
