"""The real desktop in front of a nurse: keys go where the focus is, eyes read what is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from nurseapp.content.place import resources_folder
from nurseapp.desktop.services.syncing import SyncOutcome
from nurseapp.desktop.start import Program
from nurseapp.desktop.ui.case.member_lines import MemberLines
from nurseapp.desktop.ui.failures import Failure
from nurseapp.desktop.ui.frame.frame_status_bar import FrameStatusBar
from nurseapp.desktop.ui.workplace import Workplace

W = TypeVar("W", bound=QWidget)
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier
LONGEST_MS = 20_000


class Window:
    """A desktop that runs, and somebody's hands and eyes."""

    def __init__(self, qtbot: QtBot, program: Program) -> None:
        self._qtbot = qtbot
        self._program = program
        self.was_killed = False

    @property
    def workplace(self) -> Workplace:
        """The place of work, once somebody is in."""
        assert self._program.workplace is not None
        return self._program.workplace

    @property
    def is_open(self) -> bool:
        """Tell whether the window of the work is seen."""
        return self.workplace.window.isVisible()

    def close(self) -> None:
        """Close the window, as by its corner."""
        self.workplace.window.close()

    def end_at_once(self) -> None:
        """End the work and the store's thread, before anything else can happen."""
        self.workplace.close()
        self._program.runner.close()

    def die(self) -> None:
        """End the program as a crash or a lock for good does: nothing is tidied up."""
        program = self._program
        assert program._opened is not None
        self.was_killed = True
        self.workplace.close()
        for runner in (program.online, program.runner):
            runner.close()
        program._opened.close()

    def click(self, words: str) -> None:
        """Press the button of this name that is seen."""
        [button] = [b for b in self.seen(QAbstractButton) if words in _named(b)]
        button.click()

    @property
    def is_in(self) -> bool:
        """Tell whether somebody is in."""
        return self._program.workplace is not None

    def start(self, server: str = "") -> None:
        """Start it, and wait until the keys go somewhere."""
        self._program.show(server)
        self.wait(lambda: QApplication.focusWidget() is not None)

    def wait(self, until: Callable[[], bool]) -> None:
        """Let the desktop work until something is so."""
        self._qtbot.waitUntil(until, timeout=LONGEST_MS)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        """Press one key."""
        QTest.keyClick(self._focus(), key, held)

    def write(self, text: str) -> None:
        """Type letters or digits, each where the focus is by then."""
        for letter in text:
            QTest.keyClicks(self._focus(), letter)

    def tab_to_next_field(self) -> None:
        """Go on by Tab, past a button that shows what is typed."""
        self.press(Qt.Key.Key_Tab)
        if not isinstance(self._focus(), QLineEdit):
            self.press(Qt.Key.Key_Tab)

    def sync(self) -> None:
        """Ask for a round by its key, and wait for its end."""
        ended: list[SyncOutcome] = []
        self.workplace.synced.connect(ended.append)
        self.press(Qt.Key.Key_F9)
        self.wait(lambda: bool(ended))
        self.workplace.synced.disconnect(ended.append)

    def seen(self, kind: type[W]) -> list[W]:
        """List the widgets of a kind that are seen."""
        return [
            widget
            for top in QApplication.topLevelWidgets()
            for widget in top.findChildren(kind)
            if widget.isVisible()
        ]

    def reads(self, words: str) -> bool:
        """Tell whether a label that is seen says this."""
        painted = (lines.accessibleName() for lines in self.seen(MemberLines))
        return any(
            words in said for said in (*(label.text() for label in self.seen(QLabel)), *painted)
        )

    def offers(self, words: str) -> bool:
        """Tell whether a button of this name is seen, and can be pressed."""
        buttons = self.seen(QAbstractButton)
        return any(words in _named(button) and button.isEnabled() for button in buttons)

    def status(self) -> str:
        """Read the status bar."""
        [bar] = self.seen(FrameStatusBar)
        return bar.words()

    def titles(self) -> set[str]:
        """Read the titles of all windows."""
        return {w.windowTitle() for w in QApplication.topLevelWidgets() if w.isVisible()}

    def _focus(self) -> QWidget:
        at = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert at is not None, "nothing has the focus"
        return at


def _named(button: QAbstractButton) -> tuple[str, str]:
    """Give what a button is called, as heard and as read."""
    return button.accessibleName(), button.text()


@contextmanager
def window_on(
    qtbot: QtBot, app: QApplication, vaults: Path, *, is_shared: bool = False
) -> Iterator[Window]:
    """Run a desktop over a folder of vaults; a bug that it reports fails the test."""
    bugs: list[Failure] = []
    program = Program(app, resources_folder(), vaults, is_shared=is_shared)
    program.failures.reported.connect(bugs.append)
    window = Window(qtbot, program)
    try:
        yield window
    finally:
        program.start_window.hide()
        if program.workplace is not None:
            program.workplace.window.hide()
        if not window.was_killed:
            program.close()
        if program.workplace is not None:
            program.workplace.window.deleteLater()
        for made in (program.start_window, program.theme, program):
            made.deleteLater()
    assert bugs == []
