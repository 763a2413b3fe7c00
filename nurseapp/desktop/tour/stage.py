"""The stage of the tour: one desktop that is driven by keys, waited for and pictured."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QMessageLogContext, Qt, QtMsgType
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QWidget

from nurseapp.desktop.start import Program
from nurseapp.desktop.ui.failures import Failure
from nurseapp.desktop.ui.workplace import Workplace

OF_NO_MATTER = "This plugin does not support"  # what the offscreen platform says of windows
LONGEST_S = 60.0
SETTLE_S = 0.12
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier


class TourFailed(Exception):
    """Say which step did not come about."""


def hush(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Print what Qt says, save what the offscreen platform has to say of every window."""
    if not message.startswith(OF_NO_MATTER):
        print(message, file=sys.stderr)


class Stage:
    """One desktop, on which one person works.

    Attributes:
        program: the desktop.
    """

    def __init__(self, app: QApplication, resources: Path, pictures: Path) -> None:
        self._app = app
        self._pictures = pictures
        self._vaults = TemporaryDirectory(prefix="nurseapp-tour-")
        self._bugs: list[Failure] = []
        self.program = Program(
            app, resources, Path(self._vaults.name), may_keep_secret_in_memory=True
        )
        self.program.failures.reported.connect(self._bugs.append)

    @property
    def workplace(self) -> Workplace:
        """The place of work; fails while nobody is in."""
        if self.program.workplace is None:
            raise TourFailed("nobody is in")
        return self.program.workplace

    @property
    def window(self) -> QMainWindow:
        """The window that is on the screen."""
        if self.program.workplace is None:
            return self.program.start_window
        return self.program.workplace.window

    def close(self) -> None:
        """End the desktop; its vault goes with it."""
        self.window.hide()
        self.program.close()
        self._vaults.cleanup()

    def wait(self, what: str, until: Callable[[], bool]) -> None:
        """Let the desktop work until something is so, then until it is painted."""
        self._work(LONGEST_S, until)
        if not until():
            raise TourFailed(what)
        self.settle()

    def settle(self) -> None:
        """Let the desktop finish what it is at."""
        self._work(SETTLE_S, lambda: False)
        if self._bugs:
            bug = self._bugs[0]
            raise TourFailed(f"a bug was reported: {bug.kind} at {' > '.join(bug.places)}")

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(self._focus(), key, modifiers)
        self.settle()

    def type(self, text: str) -> None:
        """Type where the focus is."""
        QTest.keyClicks(self._focus(), text)
        self.settle()

    def is_in_text(self) -> bool:
        """Tell whether typing goes into a field."""
        return isinstance(self._focus(), QLineEdit)

    def picture(self, name: str) -> Path:
        """Picture the window as it is; give the file."""
        self.settle()
        file = self._pictures / f"{name}.png"
        if not self.window.grab().save(str(file)):
            raise TourFailed(f"{file} could not be written")
        return file

    def _focus(self) -> QWidget:
        return self._app.activePopupWidget() or self._app.focusWidget() or self.window

    def _work(self, longest_s: float, until: Callable[[], bool]) -> None:
        end = time.monotonic() + longest_s
        while time.monotonic() < end and not until():
            self._app.processEvents()
            time.sleep(0.005)
