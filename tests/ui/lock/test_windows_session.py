"""What Windows says of its session is understood, whichever system the test runs on."""

from ctypes import addressof, wintypes

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QApplication

from nurseapp.desktop.ui.lock.windows_session import (
    PBT_APMSUSPEND,
    WM_POWERBROADCAST,
    WM_WTSSESSION_CHANGE,
    WTS_REMOTE_DISCONNECT,
    WTS_SESSION_LOCK,
    WindowsSession,
)

RESUMED, UNLOCKED = 0x0012, 0x8


def heard(message: int, word: int, kind: bytes = b"windows_generic_MSG") -> list[str]:
    said: list[str] = []
    session = WindowsSession(lambda: said.append("suspending"), lambda: said.append("locked"))
    sent = wintypes.MSG(message=message, wParam=word)
    passed_on = session.nativeEventFilter(QByteArray(kind), addressof(sent))
    assert passed_on == (False, 0)
    return said


@pytest.mark.parametrize(
    ("message", "word", "what"),
    [
        (WM_POWERBROADCAST, PBT_APMSUSPEND, ["suspending"]),
        (WM_POWERBROADCAST, RESUMED, []),
        (WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK, ["locked"]),
        (WM_WTSSESSION_CHANGE, WTS_REMOTE_DISCONNECT, ["locked"]),
        (WM_WTSSESSION_CHANGE, UNLOCKED, []),
        (0x0100, WTS_SESSION_LOCK, []),
    ],
)
def test_sleep_and_a_session_that_was_left_are_heard(
    message: int, word: int, what: list[str]
) -> None:
    assert heard(message, word) == what


def test_what_another_system_says_is_not_looked_into() -> None:
    assert heard(WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK, b"xcb_generic_event_t") == []


def test_it_begins_to_listen_on_every_system_and_hears_nothing_of_others(
    qapp: QApplication,
) -> None:
    said: list[str] = []
    session = WindowsSession(lambda: said.append("suspending"), lambda: said.append("locked"))

    session.start()
    qapp.processEvents()

    assert said == []
