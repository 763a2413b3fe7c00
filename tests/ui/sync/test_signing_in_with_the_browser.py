"""Who is signed out signs in again with the browser, where the server has a provider."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nurseapp.desktop.sync.transport import TransportError
from nurseapp.desktop.ui.browser_signing_in import BrowserSigningIn
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.sync.sync_room import SyncRoom
from tests.builders import ANA, BEN
from tests.desktop.sync.fake_server import FakeServer
from tests.ui.browser import Browser, browser
from tests.ui.room_desk import RoomDesk
from tests.ui.room_fixtures import drain
from tests.ui.sync.conftest import ShowRoom

__all__ = ["browser"]


@pytest.fixture
def online(qtbot: QtBot) -> Iterator[Runner]:
    """What waits for the network has a thread of its own."""
    made = Runner()
    yield made
    made.close()


@pytest.fixture
def room(
    qtbot: QtBot, desk: RoomDesk, online: Runner, show_room: ShowRoom, failures: Failures
) -> SyncRoom:
    """The page, seen by somebody whose session is over."""

    def fault(_point: str) -> None:
        raise TransportError("not_signed_in")

    desk.transport.fault = fault
    desk.sync()
    desk.transport.fault = lambda _point: None
    made = show_room()
    panel = made.view.sign_in
    made.follow(BrowserSigningIn(panel.browser, online, failures, made), desk.desk.browsing)
    panel.hide()
    panel.show()
    drain(qtbot, online)
    return made


@pytest.fixture
def provider(server: FakeServer) -> FakeServer:
    """Let the server have a provider that knows two people."""
    server.by_browser = {"anas-code": ANA, "bens-code": BEN}
    return server


def button(room: SyncRoom, words: str) -> QPushButton:
    found = room.view.sign_in.findChildren(QPushButton)
    return next(b for b in found if words in b.text().replace("&", ""))


def press(key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert isinstance(focus, QWidget)
    QTest.keyClick(focus, key)


def go_to_the_browser(qtbot: QtBot, room: SyncRoom, browser: Browser) -> None:
    """Tab from the password to the button, and press Enter."""
    room.view.sign_in.password.setFocus()
    while not button(room, "Sign in with the browser").hasFocus():
        press(Qt.Key.Key_Tab)
    before = len(browser.asked)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(browser.asked) > before)
    qtbot.waitUntil(lambda: room.view.sign_in.browser.words().startswith("Go on in the browser."))


@pytest.mark.usefixtures("browser")
def test_a_server_without_a_provider_offers_no_browser(room: SyncRoom) -> None:
    assert room.view.sign_in.password.isVisible()
    assert not button(room, "Sign in with the browser").isVisible()


@pytest.mark.usefixtures("provider")
def test_with_the_keyboard_alone_somebody_is_in_again(
    qtbot: QtBot, room: SyncRoom, browser: Browser, runner: Runner, desk: RoomDesk
) -> None:
    go_to_the_browser(qtbot, room, browser)
    panel = room.view.sign_in
    assert button(room, "Cancel").hasFocus()
    assert not panel.password.isEnabled()
    assert browser.asked[-1]["code_challenge_method"] == "S256"
    with qtbot.waitSignal(room.signed_in):
        browser.come_back(code="anas-code")
    drain(qtbot, runner)

    assert not panel.isVisible()
    assert desk.desk.syncing.status().code is None
    qtbot.waitUntil(lambda: not browser.is_awaited())


@pytest.mark.usefixtures("provider")
def test_the_store_is_asked_as_ever_while_somebody_is_in_the_browser(
    qtbot: QtBot, room: SyncRoom, browser: Browser, runner: Runner, online: Runner
) -> None:
    go_to_the_browser(qtbot, room, browser)
    drain(qtbot, runner)
    drain(qtbot, online)
    assert room.view.sign_in.browser.is_waiting()
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not browser.is_awaited())


@pytest.mark.usefixtures("provider")
@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_escape_and_cancel_give_up_at_once(
    qtbot: QtBot, room: SyncRoom, browser: Browser, key: Qt.Key
) -> None:
    go_to_the_browser(qtbot, room, browser)
    press(key)
    qtbot.waitUntil(button(room, "Sign in with the browser").hasFocus)

    assert room.view.sign_in.browser.words() == ""
    assert room.view.sign_in.password.isEnabled()
    qtbot.waitUntil(lambda: not browser.is_awaited())

    go_to_the_browser(qtbot, room, browser)
    with qtbot.waitSignal(room.signed_in):
        browser.come_back(code="anas-code")


@pytest.mark.usefixtures("provider")
@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"code": "bens-code"}, "The browser signed in somebody else. Sign out there,"),
        ({"code": "a-strangers"}, "Nobody here is linked with this account. Ask your"),
        ({"error": "access_denied"}, "The browser did not come back with an answer. Begin again."),
    ],
)
def test_what_goes_wrong_there_is_said_with_the_next_step(
    qtbot: QtBot, room: SyncRoom, browser: Browser, answer: dict[str, str], words: str
) -> None:
    go_to_the_browser(qtbot, room, browser)
    with qtbot.assertNotEmitted(room.signed_in):
        browser.come_back(**answer)
        qtbot.waitUntil(lambda: room.view.sign_in.said().startswith(words))

    assert button(room, "Sign in with the browser").hasFocus()
    assert room.view.sign_in.password.isEnabled()


@pytest.mark.usefixtures("provider")
def test_an_answer_that_brings_back_another_state_is_waited_past(
    qtbot: QtBot, room: SyncRoom, browser: Browser
) -> None:
    go_to_the_browser(qtbot, room, browser)
    browser.come_back(code="bens-code", state="made-up")
    with qtbot.waitSignal(room.signed_in):
        browser.come_back(code="anas-code")


@pytest.mark.usefixtures("provider")
def test_a_line_that_is_lost_is_said(
    qtbot: QtBot, room: SyncRoom, browser: Browser, desk: RoomDesk, online: Runner
) -> None:
    def fault(_point: str) -> None:
        raise TransportError("offline")

    desk.transport.fault = fault
    room.view.sign_in.browser.asked.emit()
    qtbot.waitUntil(lambda: room.view.sign_in.said().startswith("There is no connection."))
    assert browser.asked == []

    room.view.sign_in.shown.emit()
    drain(qtbot, online)
    words = "The server cannot be reached now. Signing in needs a connection."
    assert room.view.sign_in.browser.words() == words
    assert not button(room, "Sign in with the browser").isVisible()
