"""Hears, on Windows, that the session was locked or left, or that the computer goes to sleep.

Windows sends both as messages to a window, here one that is never shown. It can be imported on
every system, and begins to listen on Windows only. Made by :mod:`.session_watch`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from ctypes import wintypes

from PySide6.QtCore import QAbstractEventDispatcher, QAbstractNativeEventFilter, QByteArray
from PySide6.QtGui import QWindow

WM_POWERBROADCAST = 0x0218
PBT_APMSUSPEND = 0x0004
WM_WTSSESSION_CHANGE = 0x02B1
WTS_CONSOLE_DISCONNECT, WTS_REMOTE_DISCONNECT = 0x2, 0x4
WTS_SESSION_LOGOFF, WTS_SESSION_LOCK = 0x6, 0x7
_LEFT = {WTS_CONSOLE_DISCONNECT, WTS_REMOTE_DISCONNECT, WTS_SESSION_LOGOFF, WTS_SESSION_LOCK}


class WindowsSession(QAbstractNativeEventFilter):
    """Call back on messages about the session; it lets every message pass."""

    def __init__(self, suspending: Callable[[], None], locked: Callable[[], None]) -> None:
        super().__init__()
        self._suspending = suspending
        self._locked = locked
        self._window: QWindow | None = None

    def start(self) -> None:
        """Begin to listen, on the thread that has the windows."""
        dispatcher = QAbstractEventDispatcher.instance()
        if dispatcher is not None:
            dispatcher.installNativeEventFilter(self)
        if sys.platform == "win32":
            import ctypes

            self._window = QWindow()
            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(int(self._window.winId()), 0)

    def nativeEventFilter(
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> object:
        if bytes(kind) == b"windows_generic_MSG":  # type: ignore[arg-type]  # its bytes are data()
            said = wintypes.MSG.from_address(int(message))
            if (said.message, said.wParam) == (WM_POWERBROADCAST, PBT_APMSUSPEND):
                self._suspending()
            elif said.message == WM_WTSSESSION_CHANGE and said.wParam in _LEFT:
                self._locked()
        return False, 0
