"""What locks a desk, and how: the curtain, or the end of the process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nurseapp.desktop.fresh_start import FreshStart, locked_arguments
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.lock.curtain import Curtain
from nurseapp.desktop.ui.lock.idle_watch import IdleWatch
from nurseapp.desktop.ui.lock.lock_rules import LockRules
from nurseapp.desktop.ui.lock.locking import Locking
from nurseapp.desktop.ui.lock.session_watch import SessionWatch
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.domain.circumstance import Circumstance

RULES = LockRules()
RIGHT = "seven quiet herons"


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now_s = 1_000.0

    def __call__(self) -> float:
        return self.now_s


class Work(QWidget):
    """A window whose work can be hidden."""

    def __init__(self) -> None:
        super().__init__()
        self.curtain: QWidget | None = None

    def cover(self, curtain: QWidget) -> None:
        """Hide everything behind a widget."""
        self.curtain = curtain
        curtain.setParent(self)
        curtain.show()

    def uncover(self, curtain: QWidget) -> None:
        """Show the work again."""
        assert self.curtain is curtain
        self.curtain = None


class Passphrase:
    """Tries a passphrase."""

    def check(self, passphrase: str) -> None:
        """Let one in."""
        if passphrase != RIGHT:
            raise Circumstance("wrong_passphrase")


@pytest.fixture
def runner() -> Iterator[Runner]:
    """Run calls on a thread of its own."""
    made = Runner()
    yield made
    made.close()


@pytest.fixture
def work(qtbot: QtBot) -> Work:
    """Show some work."""
    made = Work()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def curtain(theme: Theme, runner: Runner) -> Curtain:
    """Give a curtain."""
    return Curtain(theme, Passphrase(), runner, Failures(lambda: "1"), RULES.tries)


def give(qtbot: QtBot, work: Work, passphrase: str, until: Callable[[], bool]) -> None:
    """Type a passphrase at the curtain and wait for what comes of it."""
    assert work.curtain is not None
    line = work.curtain.findChild(QLineEdit)
    assert line is not None
    qtbot.waitUntil(line.isEnabled)
    line.setText(passphrase)
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(until)


def test_a_desk_that_nobody_touches_is_idle_and_then_away(qtbot: QtBot) -> None:
    clock, parent = Clock(), QObject()
    watch = IdleWatch(RULES, clock, parent)
    said: list[str] = []
    watch.idle.connect(lambda: said.append("idle"))
    watch.away.connect(lambda: said.append("away"))
    watch.slept.connect(lambda: said.append("slept"))
    for _ in range(RULES.hard_after_s // 30):
        clock.now_s += 30
        watch.look()
    assert said.index("idle") == 0
    assert said[-1] == "away"
    assert said.count("away") == 1
    assert said.count("idle") == (RULES.hard_after_s - RULES.soft_after_s) // 30


def test_a_key_in_a_window_is_a_touch(qtbot: QtBot, work: Work, qapp: QApplication) -> None:
    clock, parent = Clock(), QObject()
    watch = IdleWatch(RULES, clock, parent)
    watch.start(qapp)
    clock.now_s += 50
    QTest.keyClick(work.windowHandle(), Qt.Key.Key_A)
    for _ in range(RULES.soft_after_s // 50 - 1):
        clock.now_s += 50
        with qtbot.assertNotEmitted(watch.idle):
            watch.look()
    clock.now_s += 50
    with qtbot.waitSignal(watch.idle):
        watch.look()
    watch.stop()


def test_a_computer_that_slept_says_so_and_not_that_it_was_idle(qtbot: QtBot) -> None:
    clock, parent = Clock(), QObject()
    watch = IdleWatch(RULES, clock, parent)
    clock.now_s += 8 * 60 * 60
    with qtbot.assertNotEmitted(watch.away), qtbot.waitSignal(watch.slept):
        watch.look()


def test_the_right_passphrase_lifts_the_curtain(qtbot: QtBot, work: Work, curtain: Curtain) -> None:
    with qtbot.waitSignal(curtain.fell):
        curtain.fall(work, "Amara Osei, RN")
    first = work.curtain
    curtain.fall(work, "Amara Osei, RN")
    assert work.curtain is first
    with qtbot.waitSignal(curtain.rose):
        give(qtbot, work, RIGHT, lambda: not curtain.is_down())


def test_five_wrong_passphrases_end_the_process(qtbot: QtBot, work: Work, curtain: Curtain) -> None:
    spent: list[int] = []
    tried: list[int] = []
    curtain.tries_spent.connect(lambda: spent.append(len(tried)))
    curtain.fall(work, "Amara Osei, RN")
    for number in range(1, RULES.tries + 1):
        tried.append(number)
        give(qtbot, work, f"wrong {number}", lambda: curtain._wrong == len(tried))
    assert spent == [RULES.tries]


def test_the_tries_begin_again_with_the_right_passphrase(
    qtbot: QtBot, work: Work, curtain: Curtain
) -> None:
    for _ in range(2):
        curtain.fall(work, "Amara Osei, RN")
        for number in range(1, RULES.tries):
            give(qtbot, work, "wrong", lambda number=number: curtain._wrong == number)  # type: ignore[misc]  # a default binds the number
        with qtbot.assertNotEmitted(curtain.tries_spent):
            give(qtbot, work, RIGHT, lambda: not curtain.is_down())


def test_idle_lets_the_curtain_fall_and_all_else_ends_the_process(
    qtbot: QtBot, work: Work, curtain: Curtain
) -> None:
    parent = QObject()
    idle, session = IdleWatch(RULES, Clock(), parent), SessionWatch(parent)
    locking = Locking(work, "Amara Osei, RN", curtain, (idle, session))
    with qtbot.assertNotEmitted(locking.ending):
        idle.idle.emit()
    assert curtain.is_down()
    for signal in (
        idle.away,
        idle.slept,
        session.suspending,
        session.screen_locked,
        curtain.given_up,
        curtain.tries_spent,
    ):
        with qtbot.waitSignal(locking.ending):
            signal.emit()


@pytest.mark.parametrize(
    ("keeps_half_typed", "told"),
    [(False, "half typed is lost"), (True, "half typed stays sealed here")],
)
def test_on_a_shared_computer_somebody_else_may_take_over_and_is_told_what_that_costs(
    qtbot: QtBot, work: Work, curtain: Curtain, *, keeps_half_typed: bool, told: str
) -> None:
    curtain.be_shared(keeps_half_typed=keeps_half_typed)
    curtain.fall(work, "Amara Osei, RN")
    assert work.curtain is not None
    assert any(told in label.text() for label in work.curtain.findChildren(QLabel))
    [other] = [b for b in work.curtain.findChildren(QPushButton) if b.text() == "Somebody else"]
    with qtbot.waitSignal(curtain.given_up):
        other.click()


def test_the_locked_program_begins_as_this_one_did_for_its_person() -> None:
    first = locked_arguments(["python", "-m", "nurseapp", "--data", "d"], "ana@one")
    assert first == ["python", "-m", "nurseapp", "--data", "d", "--locked-by", "ana@one"]
    assert locked_arguments(first, "ben@two")[-2:] == ["--locked-by", "ben@two"]
    assert len(locked_arguments(first, "ben@two")) == len(first)


def test_a_vault_that_nobody_could_open_again_goes_before_the_process(tmp_path: Path) -> None:
    (tmp_path / "vaults").mkdir()
    begun: list[list[str]] = []
    fresh = FreshStart(
        arguments=["nurseapp"],
        forget=tmp_path / "vaults",
        replace=lambda _program, arguments: begun.append(arguments),
    )
    fresh.begin("ana@one")
    assert begun == [["nurseapp", "--locked-by", "ana@one"]]
    assert not (tmp_path / "vaults").exists()


LOGIND = """
import os, sys
from PySide6.QtCore import QCoreApplication
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusObjectPath, QDBusVirtualObject

SESSION = "/org/freedesktop/login1/session/_31"

def answer(message, connection, value):
    reply = message.createReply()
    reply.setArguments([value])
    connection.send(reply)

class Logind(QDBusVirtualObject):
    def introspect(self, path):
        return ""
    def handleMessage(self, message, connection):
        if message.member() == "GetSession":
            answer(message, connection, QDBusObjectPath(SESSION))
            return True
        if message.member() == "Inhibit":
            print("inhibited", *message.arguments(), flush=True)
            answer(message, connection, "held")
            return True
        return False

app = QCoreApplication([])
bus = QDBusConnection.sessionBus()
for name in ("org.freedesktop.login1", "org.gnome.ScreenSaver"):
    assert bus.registerService(name)
logind = Logind()
bus.registerVirtualObject("/org/freedesktop/login1", logind)

from PySide6.QtCore import QSocketNotifier

def go_on(*_):
    path, interface, name, *truth = sys.stdin.readline().split()
    signal = QDBusMessage.createSignal(path, interface, name)
    signal.setArguments([t == "true" for t in truth])
    bus.send(signal)

heard = QSocketNotifier(0, QSocketNotifier.Type.Read)
heard.activated.connect(go_on)
print("ready", flush=True)
app.exec()
"""

LISTENER = """
import subprocess, sys
from PySide6.QtCore import QCoreApplication, QTimer
from nurseapp.desktop.ui.lock.session_watch import SessionWatch

app = QCoreApplication([])
logind = subprocess.Popen([sys.executable, "-c", sys.argv[1]], stdin=-1, stdout=-1, text=True)
assert logind.stdout.readline() == "ready\\n"
watch = SessionWatch(app)
watch.suspending.connect(lambda: print("suspending", flush=True))
watch.screen_locked.connect(lambda: print("screen locked", flush=True))
QTimer.singleShot(0, watch.start)
lines = [
    "/org/freedesktop/login1 org.freedesktop.login1.Manager PrepareForSleep false",
    "/org/freedesktop/login1 org.freedesktop.login1.Manager PrepareForSleep true",
    "/org/freedesktop/login1/session/_32 org.freedesktop.login1.Session Lock",
    "/org/freedesktop/login1/session/_31 org.freedesktop.login1.Session Lock",
    "/org/gnome/ScreenSaver org.gnome.ScreenSaver ActiveChanged false",
    "/org/gnome/ScreenSaver org.gnome.ScreenSaver ActiveChanged true",
]
def send():
    if lines:
        print(lines.pop(0), file=logind.stdin, flush=True)
    else:
        app.quit()
turn = QTimer()
turn.timeout.connect(send)
QTimer.singleShot(800, lambda: turn.start(150))
app.exec()
logind.kill()
print(logind.stdout.readline().strip())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="logind is Linux's")
def test_sleep_and_the_lock_of_this_session_are_heard_on_a_real_bus(
    program: Callable[[str], Path], tmp_path: Path
) -> None:
    script = 'DBUS_SYSTEM_BUS_ADDRESS="$DBUS_SESSION_BUS_ADDRESS" exec "$0" -c "$1" "$2"'
    done = subprocess.run(
        [program("dbus-run-session"), "--", "sh", "-c", script, sys.executable, LISTENER, LOGIND],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.splitlines() == [
        "suspending",
        "screen locked",
        "screen locked",
        "inhibited sleep nurseapp Locks patient data first delay",
    ], done.stderr
