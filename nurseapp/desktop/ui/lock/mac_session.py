"""Hears, on a Mac, that the screen was locked, or that the computer goes to sleep.

Asks two of the system's libraries by their plain C interfaces, so that no package is needed for
it: CoreFoundation, whose distributed centre is told of a locked screen (the name of that notice is
well known, and in no document of Apple's), and IOKit, which asks before it sleeps and waits for
the answer. It can be imported on every system. Written from Apple's headers and tried against
stand-ins of the two libraries alone: nobody has run it on a Mac yet. Where it hears nothing, the
idle watch sees on waking that the computer slept. Made by :mod:`.session_watch`.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer

CORE = "/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation"
POWER = "/System/Library/Frameworks/IOKit.framework/IOKit"
LOCKED = b"com.apple.screenIsLocked"
UTF_8 = 0x08000100  # of <CoreFoundation/CFString.h>
AT_ONCE = 4  # CFNotificationSuspensionBehaviorDeliverImmediately
MAY_IT_SLEEP, IT_WILL_SLEEP = 0xE0000270, 0xE0000280  # of <IOKit/IOMessage.h>
LOCKING_MS = 1_000
"""What locking takes at the most; the system waits for thirty times that."""
_Pointer = ctypes.c_void_p
_Noticed = ctypes.CFUNCTYPE(None, _Pointer, _Pointer, _Pointer, _Pointer, _Pointer)
_Powered = ctypes.CFUNCTYPE(None, _Pointer, ctypes.c_uint32, ctypes.c_uint32, _Pointer)


class MacSession:
    """Call back on what the system says of the session."""

    def __init__(self, suspending: Callable[[], None], locked: Callable[[], None]) -> None:
        self._suspending = suspending
        self._locked = locked
        self._power: Any = None
        self._root = 0
        self._port, self._notifier = _Pointer(), ctypes.c_uint32()
        # The system calls these for as long as the process lives: they must not be collected.
        self._noticed, self._powered = _Noticed(self._on_notice), _Powered(self._on_power)

    def start(self, load: Callable[[str], Any] = ctypes.CDLL) -> None:
        """Begin to listen, on the thread that has the windows.

        Args:
            load: gives a library by its path.
        """
        core, self._power = load(CORE), load(POWER)
        _declare(core, self._power)
        name = core.CFStringCreateWithCString(None, LOCKED, UTF_8)
        centre = core.CFNotificationCenterGetDistributedCenter()
        core.CFNotificationCenterAddObserver(centre, None, self._noticed, name, None, AT_ONCE)
        self._root = self._power.IORegisterForSystemPower(
            None, ctypes.byref(self._port), self._powered, ctypes.byref(self._notifier)
        )
        if self._root:
            source = self._power.IONotificationPortGetRunLoopSource(self._port)
            modes = _Pointer.in_dll(core, "kCFRunLoopCommonModes")
            core.CFRunLoopAddSource(core.CFRunLoopGetCurrent(), source, modes)

    def _on_notice(self, *_details: object) -> None:
        self._locked()

    def _on_power(self, _own: object, _service: int, message: int, answering: int | None) -> None:
        """Lock before the computer sleeps; every question about sleeping is answered."""
        if message == IT_WILL_SLEEP:
            self._suspending()
            QTimer.singleShot(LOCKING_MS, lambda: self._allow(answering))
        elif message == MAY_IT_SLEEP:
            self._allow(answering)

    def _allow(self, answering: int | None) -> None:
        self._power.IOAllowPowerChange(self._root, answering or 0)


def _declare(core: Any, power: Any) -> None:
    """Say what the functions take and give: without that, addresses are cut to 32 bits."""
    core.CFStringCreateWithCString.argtypes = (_Pointer, ctypes.c_char_p, ctypes.c_uint32)
    core.CFStringCreateWithCString.restype = _Pointer
    core.CFNotificationCenterGetDistributedCenter.restype = _Pointer
    core.CFNotificationCenterAddObserver.argtypes = (
        *(_Pointer, _Pointer, _Noticed, _Pointer, _Pointer),
        ctypes.c_long,
    )
    core.CFNotificationCenterAddObserver.restype = None
    core.CFRunLoopGetCurrent.restype = _Pointer
    core.CFRunLoopAddSource.argtypes = (_Pointer, _Pointer, _Pointer)
    core.CFRunLoopAddSource.restype = None
    power.IORegisterForSystemPower.argtypes = (_Pointer, _Pointer, _Powered, _Pointer)
    power.IORegisterForSystemPower.restype = ctypes.c_uint32
    power.IONotificationPortGetRunLoopSource.argtypes = (_Pointer,)
    power.IONotificationPortGetRunLoopSource.restype = _Pointer
    power.IOAllowPowerChange.argtypes = (ctypes.c_uint32, ctypes.c_long)
    power.IOAllowPowerChange.restype = ctypes.c_int
