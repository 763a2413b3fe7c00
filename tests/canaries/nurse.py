"""The program ``python -m tests.canaries.nurse FOLDER SERVER [LEAK …]``: a nurse at her work.

What she works with are canaries, in the desktop as it is started, without a screen, in a process
of its own, so that everything that it leaves behind lies below the folder. It says what it sees of
itself from outside in ``seen.json``: titles, the clipboard after a lock, how it would begin anew.
A LEAK is planted, so that the search can be seen to find it. Called by :mod:`tests.canaries.field`.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QSettings, Qt, QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QSystemTrayIcon, QWidget

from nurseapp.content.place import resources_folder
from nurseapp.desktop.fresh_start import FreshStart
from nurseapp.desktop.settings import is_shared
from nurseapp.desktop.start import Program
from nurseapp.desktop.ui.case.member_header import MemberHeader
from nurseapp.desktop.ui.case.reason_asker import ReasonAsker
from nurseapp.desktop.ui.case.screening.form_chooser import FormChooser
from nurseapp.desktop.ui.case.screening.form_sheet import FormSheet
from nurseapp.desktop.ui.case.screening.safety_panel import SafetyPanel
from nurseapp.desktop.ui.lock.first_run_page import FirstRunPage
from nurseapp.desktop.ui.lock.lock_page import LockPage
from nurseapp.desktop.ui.printing.choosers import FileChooser, OpenChooser, PrinterChooser
from nurseapp.desktop.ui.theme.application import make_application
from tests.canaries.canary import CANARIES

LONGEST_S = 60.0
CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier
KEY = Qt.Key


class _Bell(QObject):
    has_rung = False

    def ring(self, _answer: object) -> None:
        self.has_rung = True


class Hands:
    """Somebody's hands and eyes at the program, and what it shows to the outside meanwhile.

    Attributes:
        titles: of every window that was seen.
        used: the kinds of canaries that were typed.
    """

    def __init__(self, app: QApplication, program: Program) -> None:
        self._app = app
        self._program = program
        self.titles: set[str] = set()
        self.used: set[str] = set()

    def wait(self, what: str, until: Callable[[], object]) -> None:
        """Let the program work until something is so."""
        end = time.monotonic() + LONGEST_S
        while not until():
            if time.monotonic() > end:
                raise TimeoutError(what)
            self._work()
        self.settle()

    def settle(self) -> None:
        """Let the program finish what it is at, and what that asks for in its turn."""
        for _ in range(3):
            bell = _Bell()
            self._program.runner.submit(bool, bell.ring, bell.ring)
            while not bell.has_rung:
                self._work()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(self._focus(), key, held)
        self.settle()

    def enter(self, kind: str) -> None:
        """Type a canary."""
        self.used.add(kind)
        self.write(CANARIES[kind])

    def write(self, text: str) -> None:
        """Type where the focus is."""
        QTest.keyClicks(self._focus(), text)
        self.settle()

    def tab(self) -> None:
        """Go on to the next field, past a button that shows what is typed."""
        self.press(KEY.Key_Tab)
        if not isinstance(self._app.focusWidget(), QLineEdit):
            self.press(KEY.Key_Tab)

    def sees(self, kind: type[QWidget]) -> list[QWidget]:
        """List the widgets of a kind that are seen."""
        tops = self._app.topLevelWidgets()
        return [w for top in tops for w in top.findChildren(kind) if w.isVisible()]

    def reads(self, words: str) -> bool:
        """Tell whether a label that is seen says this."""
        return any(isinstance(w, QLabel) and words in w.text() for w in self.sees(QLabel))

    def sync(self) -> None:
        """Run a round."""
        place = self._program.workplace
        if place is None:
            raise TimeoutError("nobody is in")
        ended: list[object] = []
        place.synced.connect(ended.append)
        self.press(KEY.Key_F9)
        self.wait("a round ends", lambda: ended)
        place.synced.disconnect(ended.append)

    def _focus(self) -> QWidget:
        place = self._program.workplace
        window = self._program.start_window if place is None else place.window
        return self._app.activePopupWidget() or self._app.focusWidget() or window

    def _work(self) -> None:
        self._app.processEvents()
        for window in self._app.topLevelWidgets():
            self.titles |= {window.windowTitle(), window.windowIconText(), window.windowFilePath()}
        self.titles |= {window.title() for window in self._app.topLevelWindows()}
        time.sleep(0.004)


def come_in(hands: Hands, program: Program) -> None:
    """Set up the computer, or only sign in on a shared one, and wait for the cases."""
    hands.wait("the first run", lambda: hands.sees(FirstRunPage))
    hands.write("amara")
    is_alone = not program.surroundings.is_shared
    for kind in ("password", "passphrase", "passphrase") if is_alone else ("password",):
        hands.tab()
        hands.enter(kind)
    hands.press(KEY.Key_Return)


def look_around(hands: Hands, program: Program) -> None:
    """Search, open the case by its member's name, and go to every place and room."""
    place = program.workplace
    if place is None:
        raise TimeoutError("nobody is in")
    table = place.rooms.caseload.view.table
    hands.sync()
    hands.wait("cases", lambda: table.model().rowCount() > 1)
    for number in (1, 3, 4, 6, 2):
        hands.press(Qt.Key(KEY.Key_0 + number), CTRL)
    hands.press(KEY.Key_Slash)
    hands.enter("what was searched")
    hands.press(KEY.Key_A, CTRL)
    hands.write(CANARIES["family name"])
    hands.press(KEY.Key_Return)
    hands.press(KEY.Key_Return)
    hands.wait("the case", lambda: hands.sees(MemberHeader))
    for number in range(1, 8):
        hands.press(Qt.Key(KEY.Key_0 + number), ALT)


def plan(hands: Hands) -> None:
    """Write a problem with a goal, an intervention and a barrier."""
    hands.press(KEY.Key_2, ALT)
    for letter, kinds in (
        (KEY.Key_P, ("problem",)),
        (KEY.Key_G, ("goal in the member's words", "outcome", "owner")),
        (KEY.Key_I, ("intervention",)),
        (KEY.Key_B, ("barrier",)),
    ):
        hands.press(KEY.Key_Insert)
        hands.press(letter)
        for kind in kinds:
            hands.enter(kind)
            hands.press(KEY.Key_Tab)
        hands.press(KEY.Key_Return, CTRL)


def screen(hands: Hands) -> None:
    """Answer item 9 above zero twice: once somebody is told, once nobody could ask."""
    for is_first in (True, False):
        hands.press(KEY.Key_3, ALT)
        if hands.sees(FormChooser):
            hands.press(KEY.Key_Down)
            hands.press(KEY.Key_Return)
        hands.wait("the form", lambda: hands.sees(FormSheet))
        hands.write("112211001")
        hands.wait("the safety questions", lambda: hands.sees(SafetyPanel))
        if is_first:
            for key in (KEY.Key_Return, KEY.Key_Return, KEY.Key_Tab):
                hands.press(key)
            hands.enter("whom item 9 was told")
            hands.press(KEY.Key_Return, CTRL)
        else:
            for _ in range(7):
                hands.press(KEY.Key_Tab)
            hands.enter("why item 9 was not asked")
            hands.press(KEY.Key_Tab)
            hands.write("Dr Ruiz")
            hands.press(KEY.Key_Tab)
            hands.press(KEY.Key_Return)
        hands.wait("the end of the questions", lambda: not hands.sees(SafetyPanel))
        hands.write("1")
        hands.press(KEY.Key_Return, CTRL)
        hands.press(KEY.Key_Escape)


def write_down(hands: Hands, app: QApplication) -> None:
    """Write notes and a contact, copy one, take one back, and leave one half typed."""
    hands.press(KEY.Key_4, ALT)
    for kind in ("note", "note that was copied"):
        hands.press(KEY.Key_N, CTRL)
        hands.enter(kind)
        if kind != "note":
            hands.press(KEY.Key_A, CTRL)
            hands.press(KEY.Key_C, CTRL)
            if CANARIES[kind] not in app.clipboard().text():
                raise TimeoutError("nothing was copied")
        hands.press(KEY.Key_Return, CTRL)
    for key in (KEY.Key_Escape, KEY.Key_Down, KEY.Key_Up):
        hands.press(key)
    hands.press(KEY.Key_E, CTRL_SHIFT)
    hands.enter("why a note was an error")
    hands.press(KEY.Key_Return)
    hands.press(KEY.Key_C, CTRL_SHIFT)
    hands.enter("whom was talked to")
    for _ in range(3):
        hands.press(KEY.Key_Tab)
    hands.enter("what was said")
    hands.press(KEY.Key_Return, CTRL)
    hands.press(KEY.Key_N, CTRL)
    hands.enter("half-typed note")


def attach(hands: Hands, program: Program) -> None:
    """Attach a document; a shared computer takes none."""
    hands.press(KEY.Key_7, ALT)
    hands.press(KEY.Key_O, CTRL)
    if program.surroundings.is_shared:
        hands.wait("the refusal", lambda: hands.reads("This computer keeps nothing"))
        return
    hands.wait("the question for a title", lambda: hands.sees(ReasonAsker))
    hands.enter("title of a document")
    hands.press(KEY.Key_Return)
    hands.used |= {"file name", "text of a document"}


def print_papers(hands: Hands) -> None:
    """Print and save papers, each asked whose it is."""
    for room in (KEY.Key_7, KEY.Key_6, KEY.Key_2):
        hands.press(room, ALT)
        hands.press(KEY.Key_Up)
        for key in (KEY.Key_P, KEY.Key_S):
            hands.press(key, CTRL)
            hands.press(KEY.Key_Return)
            hands.settle()


def go_wrong(hands: Hands, program: Program) -> None:
    """Raise bugs that hold a canary: in a slot, on each thread, and where nobody catches them."""
    hands.used.add("bug")
    text = CANARIES["bug"]

    def fail() -> None:
        raise ValueError(text)

    class Fragile:
        def __del__(self) -> None:
            fail()

    QTimer.singleShot(0, fail)
    for runner in (program.runner, program.online):
        runner.submit(fail, program._rest, program.failures.report)
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    Fragile()
    gc.collect()
    hands.settle()


def lock(hands: Hands, app: QApplication, program: Program) -> list[str]:
    """Lock; say what can be pasted and read then. Try a wrong passphrase, then come back."""
    is_shared = program.surroundings.is_shared
    refusal = "That is not what you signed in with." if is_shared else "That is not the passphrase."
    hands.press(KEY.Key_K, CTRL | ALT)
    hands.wait("the curtain", lambda: hands.sees(LockPage))
    data = app.clipboard().mimeData()
    outside = [] if data is None else [bytes(data.data(f).data()).hex() for f in data.formats()]
    outside += [app.clipboard().text()]
    hands.enter("wrong passphrase")
    hands.press(KEY.Key_Return)
    hands.wait("the refusal", lambda: hands.reads(refusal))
    hands.press(KEY.Key_A, CTRL)
    hands.write(CANARIES["password" if is_shared else "passphrase"])
    hands.press(KEY.Key_Return)
    hands.wait("the work", lambda: not hands.sees(LockPage))
    return outside


def answer_dialogs(folder: Path, document: Path) -> None:
    """Have the system's dialogs answered: pages go where pages are meant to go."""
    pages = folder / "pages"
    pages.mkdir()

    def choose_printer(chooser: PrinterChooser, _window: QWidget) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName("nurseapp")
        printer.setOutputFileName(str(pages / f"printed-{len(list(pages.iterdir()))}.pdf"))
        chooser.chosen.emit(printer)

    def choose_place(chooser: FileChooser, _window: QWidget, name: str) -> None:
        (folder / "names").open("a").write(f"{name}\n")
        chooser.chosen.emit(str(pages / f"saved-{len(list(pages.iterdir()))}.pdf"))

    def choose_file(chooser: OpenChooser, _window: QWidget) -> None:
        chooser.chosen.emit((document,))

    patch = pytest.MonkeyPatch()
    patch.setattr(PrinterChooser, "ask", choose_printer)
    patch.setattr(FileChooser, "ask", choose_place)
    patch.setattr(OpenChooser, "ask", choose_file)


def plant(leaks: Sequence[str], program: Program) -> None:
    """Let something out, in ways in which programs do."""
    value = CANARIES["note"]
    if "title" in leaks and program.workplace is not None:
        program.workplace.window.setWindowTitle(value)
    if "temporary file" in leaks:
        with tempfile.NamedTemporaryFile("w", encoding="utf-16-le", delete=False) as file:
            file.write(value.upper())
    if "log" in leaks:
        print(f"cannot save {value}", file=sys.stderr)
    if "settings" in leaks:
        QSettings("nurseapp", "nurseapp").setValue("recent", [value])
    if "clipboard" in leaks and program.workplace is not None:
        # What is put there behind the guard's back, and has no mark.
        board = QApplication.clipboard()
        board.blockSignals(True)


def work(folder: Path, server: str, leaks: Sequence[str]) -> int:
    """Work through everything; leave what is seen from outside in ``seen.json``."""
    app = make_application("nurseapp")
    begun_anew: list[list[str]] = []
    fresh = FreshStart(
        arguments=sys.orig_argv[:1], replace=lambda _program, words: begun_anew.append(words)
    )
    program = Program(
        app,
        resources_folder(),
        folder / "vaults",
        fresh,
        may_keep_secret_in_memory=True,
        is_shared=is_shared(os.environ),
    )
    hands = Hands(app, program)
    answer_dialogs(folder, next(folder.parent.glob("mine/*.png")))
    program.show(server)
    come_in(hands, program)
    hands.wait("the desk", lambda: program.workplace is not None)
    look_around(hands, program)
    plan(hands)
    screen(hands)
    plant(leaks, program)
    write_down(hands, app)
    attach(hands, program)
    print_papers(hands)
    go_wrong(hands, program)
    hands.sync()
    say("stop the server")
    hands.sync()
    outside = lock(hands, app, program)
    if program.locking is not None:
        program.locking.lock_for_good()
    hands.wait("a fresh start", lambda: begun_anew)
    seen = {
        "titles": sorted(hands.titles),
        "after the lock": outside,
        "begun anew with": begun_anew[0],
        "arguments": Path("/proc/self/cmdline").read_bytes().hex(),
        "environment": dict(os.environ),
        "tray": len(app.findChildren(QSystemTrayIcon)),
        "memory may be written": Path("/proc/self/limits").read_text("ascii"),
    }
    (folder / "seen.json").write_text(json.dumps(seen), "utf-8")
    program.close()
    say(json.dumps(sorted(hands.used)))
    return 0


def say(line: str) -> None:
    """Tell the field something and wait until it has acted."""
    print(line, flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    sys.exit(work(Path(sys.argv[1]), sys.argv[2], sys.argv[3:]))
