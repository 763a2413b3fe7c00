"""Setting up again: offered where a store stays locked for good, with what is known filled in."""

from __future__ import annotations

from collections.abc import Iterator
from secrets import token_bytes

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from nurseapp.desktop.services.browsing import Browsing
from nurseapp.desktop.storage.circumstances import CacheError, VaultError
from nurseapp.desktop.storage.sealing import DeviceKey
from nurseapp.desktop.ui.entrance import FORGOTTEN_AFTER, Entrance
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.lock.code_field import CodeField
from nurseapp.desktop.ui.lock.first_run_page import FirstRunPage
from nurseapp.desktop.ui.lock.lock_page import LockPage
from nurseapp.desktop.ui.lock.people import Enrolling, Person
from nurseapp.desktop.ui.lock.start_window import StartWindow
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.push_button import PushButton
from nurseapp.domain.circumstance import Circumstance
from tests.desktop.sync.fake_server import FakeServer

AMARA = Person(
    key="amara@one",
    name="Amara Osei, RN",
    place="One hospital",
    user="amara",
    server="https://one.example",
)
JONAS = Person(key="jonas@one", name="Jonas Weber, RN", user="jonas", is_damaged=True)
OFFER = "Set up again, and keep what was not sent"
PASSPHRASE = "five words are easily kept"


class ShutGate:
    """A gate that lets nobody in but by signing in; ``trouble`` is what it says."""

    def __init__(self) -> None:
        self.trouble: Circumstance = VaultError("secret_missing", user="amara")
        self.enrolled: list[Enrolling] = []
        self.codes: list[tuple[str, str]] = []

    def here(self) -> tuple[Person, ...]:
        return (AMARA, JONAS)

    def unlock(
        self, key: str, passphrase: str, password: str = "", code: str = "", enrolment: str = ""
    ) -> object:
        self.codes.append((code, enrolment))
        raise self.trouble

    def enrol(self, enrolling: Enrolling) -> object:
        self.enrolled.append(enrolling)
        return "a desk"

    def enter(self, enrolling: Enrolling) -> object:
        return self.enrol(enrolling)

    def browsing(self, server: str, user: str) -> Browsing:
        signing = DeviceKey("a-computer", bytes(range(32)))
        return Browsing(FakeServer().transport(user), signing, token_bytes, user)


@pytest.fixture
def gate() -> ShutGate:
    return ShutGate()


@pytest.fixture
def entrance(qtbot: QtBot, theme: Theme, gate: ShutGate) -> Iterator[Entrance]:
    window = StartWindow()
    qtbot.addWidget(window)
    runner = Runner(window)
    entrance = Entrance(window, theme, gate, runner, runner, Failures(lambda: "1", window))
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    entrance.look_who_is_here("")
    people = entrance.lock_page.findChild(QListWidget)
    assert people is not None
    qtbot.waitUntil(lambda: people.count() == len(gate.here()))
    yield entrance
    runner.close()


def line(page: LockPage) -> QLineEdit:
    found = page.findChild(QLineEdit)
    assert found is not None
    return found


def offer(page: QWidget) -> PushButton:
    return next(button for button in page.findChildren(PushButton) if button.text() == OFFER)


def fail_to_unlock(qtbot: QtBot, entrance: Entrance) -> None:
    qtbot.waitUntil(lambda: line(entrance.lock_page).isEnabled())
    QTest.keyClicks(line(entrance.lock_page), "whatever it was")
    QTest.keyClick(line(entrance.lock_page), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: line(entrance.lock_page).text() == "")
    qtbot.waitUntil(lambda: line(entrance.lock_page).isEnabled())


def field(page: FirstRunPage, name: str) -> QLineEdit:
    return next(f for f in page.findChildren(QLineEdit) if f.accessibleName() == name)


def reads(page: QWidget, words: str) -> bool:
    return any(words in label.text() for label in page.findChildren(QLabel) if label.isVisible())


@pytest.mark.parametrize(
    "trouble",
    [
        VaultError("secret_missing", user="amara"),
        VaultError("vault_damaged", file="vault.json", reason="checksum"),
        CacheError("cache_damaged"),
    ],
    ids=lambda trouble: trouble.code,
)
def test_a_store_that_no_passphrase_opens_can_be_set_up_again(
    qtbot: QtBot, entrance: Entrance, gate: ShutGate, trouble: Circumstance
) -> None:
    gate.trouble = trouble
    assert not offer(entrance.lock_page).isVisible()

    fail_to_unlock(qtbot, entrance)

    assert offer(entrance.lock_page).isVisible()


def test_a_passphrase_counts_as_forgotten_after_some_tries(
    qtbot: QtBot, entrance: Entrance, gate: ShutGate
) -> None:
    gate.trouble = VaultError("wrong_passphrase", user="amara")
    seen = []
    for _ in range(FORGOTTEN_AFTER):
        fail_to_unlock(qtbot, entrance)
        seen.append(offer(entrance.lock_page).isVisible())

    assert seen == [False] * (FORGOTTEN_AFTER - 1) + [True]


def test_a_disk_that_is_full_is_no_reason_to_set_up_again(
    qtbot: QtBot, entrance: Entrance, gate: ShutGate
) -> None:
    gate.trouble = CacheError("disk_full")

    fail_to_unlock(qtbot, entrance)

    assert not offer(entrance.lock_page).isVisible()


def test_what_is_known_is_filled_in_and_the_password_is_asked_next(
    qtbot: QtBot, entrance: Entrance, gate: ShutGate
) -> None:
    fail_to_unlock(qtbot, entrance)
    QTest.mouseClick(offer(entrance.lock_page), Qt.MouseButton.LeftButton)
    page = entrance.first_run
    qtbot.waitUntil(page.isVisible)

    assert reads(page, "Set up this computer again")
    assert reads(page, "Amara Osei, RN, what you saved here")
    assert field(page, "Server address").text() == AMARA.server
    assert field(page, "User name").text() == AMARA.user
    assert field(page, "Password").hasFocus()
    for name in ("Password", "Passphrase", "Passphrase again"):
        field(page, name).setText(PASSPHRASE)
    with qtbot.waitSignal(entrance.entered):
        QTest.keyClick(field(page, "Passphrase again"), Qt.Key.Key_Return)
    assert [(typed.user, typed.is_again) for typed in gate.enrolled] == [("amara", True)]


def test_somebody_else_is_not_set_up_again(
    qtbot: QtBot, entrance: Entrance, gate: ShutGate
) -> None:
    fail_to_unlock(qtbot, entrance)
    QTest.mouseClick(offer(entrance.lock_page), Qt.MouseButton.LeftButton)
    page = entrance.first_run
    qtbot.waitUntil(page.isVisible)
    page.left.emit()
    entrance.lock_page.person_wanted.emit()

    assert reads(page, "Set up this computer")
    assert not reads(page, "again, ")
    assert not reads(page, "what you saved here")
    for name in ("Password", "Passphrase", "Passphrase again"):
        field(page, name).setText(PASSPHRASE)
    with qtbot.waitSignal(entrance.entered):
        QTest.keyClick(field(page, "Passphrase again"), Qt.Key.Key_Return)
    assert [typed.is_again for typed in gate.enrolled] == [False]


def test_a_lock_page_that_asks_for_the_password_asks_for_the_code_where_it_is_needed(
    qtbot: QtBot, entrance: Entrance, gate: ShutGate
) -> None:
    page = entrance.lock_page
    page.ask_password()
    assert page.codes() == ("", "")
    gate.trouble = Circumstance("code_needed")
    page.unlock_requested.emit(AMARA.key, PASSPHRASE)
    qtbot.waitUntil(lambda: any(code.isVisible() for code in page.findChildren(CodeField)))

    [code] = [code for code in page.findChildren(CodeField) if code.isVisible()]
    QTest.keyClicks(code.field, "123456")
    assert page.codes() == ("123456", "")
    assert code.isVisible()


def test_a_server_that_forgot_this_computer_is_told_its_code_on_the_lock_page(
    qtbot: QtBot, entrance: Entrance, gate: ShutGate
) -> None:
    page = entrance.lock_page
    page.ask_password()
    gate.trouble = Circumstance("enrolment_needed")
    page.unlock_requested.emit(AMARA.key, PASSPHRASE)
    qtbot.waitUntil(lambda: any(code.isVisible() for code in page.findChildren(CodeField)))

    [code] = [code for code in page.findChildren(CodeField) if code.isVisible()]
    QTest.keyClicks(code.field, "ABCD-EFGH-JKLM")
    QTest.keyClicks(line(page), PASSPHRASE)
    QTest.keyClick(code.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(gate.codes) == 2)
    assert gate.codes == [("", ""), ("", "ABCD-EFGH-JKLM")]
