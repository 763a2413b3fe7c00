"""Notices that the computer is about to sleep, or that its screen was locked.

Listens to logind and to the screen savers over D-Bus, and asks logind to wait with the sleep
until the desk is locked; on Windows to what it sends windows, on a Mac to what its libraries tell.
Without any of them it says nothing: there the idle watch sees on waking that the computer slept.
Made by the composition root once somebody is in.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import SLOT, QObject, Signal, Slot

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection

    from nurseapp.desktop.ui.lock.mac_session import MacSession
    from nurseapp.desktop.ui.lock.windows_session import WindowsSession

LOGIND = "org.freedesktop.login1"
LOGIND_PATH = "/org/freedesktop/login1"
MANAGER = f"{LOGIND}.Manager"
SCREEN_SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver")
PATIENCE_MS = 500


class SessionWatch(QObject):
    """Watch the session that the desk runs in.

    Signals:
        suspending(): the computer sleeps as soon as this program has locked or ended.
        screen_locked()
    """

    suspending = Signal()
    screen_locked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._delay: object = None
        self._windows: WindowsSession | None = None
        self._mac: MacSession | None = None

    def start(self) -> None:
        """Begin to listen."""
        if sys.platform == "win32":
            self._listen_on_windows()
        elif sys.platform == "darwin":
            self._listen_on_a_mac()
        elif sys.platform == "linux":
            self._listen_on_linux()

    def _listen_on_windows(self) -> None:
        from nurseapp.desktop.ui.lock.windows_session import WindowsSession

        self._windows = WindowsSession(self.suspending.emit, self.screen_locked.emit)
        self._windows.start()

    def _listen_on_a_mac(self) -> None:
        from nurseapp.desktop.ui.lock.mac_session import MacSession

        self._mac = MacSession(self.suspending.emit, self.screen_locked.emit)
        self._mac.start()

    def _listen_on_linux(self) -> None:
        # Loaded here: the first window does not wait for it.
        from PySide6.QtDBus import QDBusConnection, QDBusObjectPath

        system, session = QDBusConnection.systemBus(), QDBusConnection.sessionBus()
        if system.isConnected():
            self._listen(
                system, (LOGIND, LOGIND_PATH, MANAGER, "PrepareForSleep"), "_on_sleep(bool)"
            )
            path = _asked(system, "GetSession", [os.environ.get("XDG_SESSION_ID", "auto")])
            if isinstance(path, QDBusObjectPath):
                lock = (LOGIND, path.path(), f"{LOGIND}.Session", "Lock")
                self._listen(system, lock, "_on_locked()")
            # Held until the process ends, which is what the sleep waits for.
            why = self.tr("Locks patient data first")
            self._delay = _asked(system, "Inhibit", ["sleep", "nurseapp", why, "delay"])
        if session.isConnected():
            for name in SCREEN_SAVERS:
                self._listen(session, (name, "", name, "ActiveChanged"), "_on_active(bool)")

    def _listen(self, bus: QDBusConnection, signal: tuple[str, str, str, str], slot: str) -> None:
        """Connect a signal, by service, path, interface and name, to a slot of this object."""
        bus.connect(*signal, self, SLOT(slot))  # type: ignore[call-overload]  # takes the text that its types call bytes

    @Slot(bool)
    def _on_sleep(self, is_beginning: bool) -> None:
        if is_beginning:
            self.suspending.emit()

    @Slot()
    def _on_locked(self) -> None:
        self.screen_locked.emit()

    @Slot(bool)
    def _on_active(self, is_active: bool) -> None:
        if is_active:
            self.screen_locked.emit()


def _asked(bus: QDBusConnection, method: str, arguments: Sequence[str]) -> object:
    """Ask logind something; None where there is none or it does not say."""
    from PySide6.QtDBus import QDBus, QDBusMessage

    message = QDBusMessage.createMethodCall(LOGIND, LOGIND_PATH, MANAGER, method)
    message.setArguments(list(arguments))
    reply = bus.call(message, QDBus.CallMode.Block, PATIENCE_MS)
    said: list[object] = reply.arguments()
    return said[0] if reply.type() is QDBusMessage.MessageType.ReplyMessage and said else None
