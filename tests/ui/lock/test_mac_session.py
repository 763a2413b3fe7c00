"""What a Mac says of its session is understood; stand-ins for its libraries say it.

They are what a test on another system can have. That the real libraries say so was never seen.
"""

from __future__ import annotations

import ctypes
import subprocess
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.lock import mac_session
from nurseapp.desktop.ui.lock.mac_session import (
    CORE,
    IT_WILL_SLEEP,
    LOCKED,
    MAY_IT_SLEEP,
    POWER,
    MacSession,
)

POWERED_ON = 0xE0000300
QUESTION = 0x7FFF_1234_5678


class Mac:
    """The two libraries of a Mac, as far as they are asked."""

    def __init__(self, root: int = 7) -> None:
        self.observed: list[object] = []
        self.sources: list[object] = []
        self.allowed: list[tuple[int, int]] = []
        self.notice: Callable[..., None] = lambda *_: None
        self.power: Callable[..., None] = lambda *_: None
        self._root = root

    def load(self, path: str) -> Any:
        """Give a library."""
        return {CORE: self._core, POWER: self._power}[path]()

    def _core(self) -> SimpleNamespace:
        def observe(
            _centre: int, _own: None, call: Callable[..., None], name: bytes, *_rest: object
        ) -> None:
            self.observed.append(name)
            self.notice = call

        return SimpleNamespace(
            CFStringCreateWithCString=lambda _, text, _encoding: text,
            CFNotificationCenterGetDistributedCenter=lambda: 1,
            CFNotificationCenterAddObserver=observe,
            CFRunLoopGetCurrent=lambda: 2,
            CFRunLoopAddSource=lambda *of: self.sources.append(of),
        )

    def _power(self) -> SimpleNamespace:
        def register(_own: None, _port: object, call: Callable[..., None], _n: object) -> int:
            self.power = call
            return self._root

        return SimpleNamespace(
            IORegisterForSystemPower=register,
            IONotificationPortGetRunLoopSource=lambda _port: 3,
            IOAllowPowerChange=lambda *answer: self.allowed.append(answer),
        )


@pytest.fixture(autouse=True)
def modes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the stand-in have the one value that is looked up in the library itself."""

    class Pointer(ctypes.c_void_p):
        @staticmethod
        def in_dll(_library: object, _name: str) -> str:
            return "common modes"

    monkeypatch.setattr(mac_session, "_Pointer", Pointer)
    monkeypatch.setattr(mac_session, "LOCKING_MS", 1)


def listening(mac: Mac) -> tuple[MacSession, list[str]]:
    """Listen to a Mac, and take down what is heard."""
    said: list[str] = []
    session = MacSession(lambda: said.append("suspending"), lambda: said.append("locked"))
    session.start(mac.load)
    return session, said


def test_a_locked_screen_is_heard() -> None:
    mac = Mac()
    _session, said = listening(mac)
    assert mac.observed == [LOCKED]
    mac.notice(None, None, None, None, None)
    assert said == ["locked"]


def test_it_locks_before_the_computer_sleeps_and_lets_it_sleep_then(qtbot: QtBot) -> None:
    mac = Mac()
    _session, said = listening(mac)
    assert mac.sources == [(2, 3, "common modes")]
    mac.power(None, 0, IT_WILL_SLEEP, QUESTION)
    assert (said, mac.allowed) == (["suspending"], [])
    qtbot.waitUntil(lambda: mac.allowed == [(7, QUESTION)])


def test_it_is_not_in_the_way_of_sleep_and_minds_nothing_else() -> None:
    mac = Mac()
    _session, said = listening(mac)
    mac.power(None, 0, MAY_IT_SLEEP, QUESTION)
    mac.power(None, 0, POWERED_ON, QUESTION)
    assert (said, mac.allowed) == ([], [(7, QUESTION)])


def test_where_the_system_tells_nobody_of_sleep_the_screen_is_heard_all_the_same() -> None:
    mac = Mac(root=0)
    _session, said = listening(mac)
    mac.notice(None, None, None, None, None)
    assert (mac.sources, said) == ([], ["locked"])


def test_on_every_system_it_can_be_imported_and_touches_no_library() -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"import {mac_session.__name__}"], check=False, capture_output=True
    )
    assert (done.returncode, done.stderr) == (0, b"")
