"""The desktop as it is started, at which somebody types half a note and the lock comes.

Runs through its own command, so that the program it begins anew is this one again. What is put in
its way is a keyring in files. Each line that it says is a time of the system's clock, which both
programs read, a word, and what belongs to it.

    python -m tests.vault.locked_program DATA    <- a line: what to type
    (the program after it)                       <- a line: go on
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from nurseapp.desktop.fresh_start import OPTION
from nurseapp.desktop.gate import DeskGate
from nurseapp.desktop.main import main as run
from nurseapp.desktop.ui.case.room_names import RoomName
from nurseapp.desktop.ui.lock.people import Enrolling
from nurseapp.domain.ids import CaseId
from tests.server.organisation import PASSWORD
from tests.vault.computer import keyring_in
from tests.vault.place import PASSPHRASE

LIFELINE = "NURSEAPP_TEST_LIFELINE"
"""Names the end of a pipe that goes with this program, and not on to the next."""
PATIENCE_MS = 600_000
LOOK_MS = 20
CASE = CaseId("case-2")
SHARED_AT = "NURSEAPP_TEST_SHARED_AT"
"""Names a server, where the computer is a shared one: then somebody signs in there."""
ON_CASE = "NURSEAPP_TEST_CASE"
"""Names the case to write in, where it is another than :data:`CASE`."""


class Hands(QObject):
    """Works at the program until it is locked; comes back after the lock."""

    def __init__(self, *, comes_back: bool) -> None:
        super().__init__()
        self._comes_back = comes_back
        self._text = ""
        self._began_s = (0.0, 0.0)

    def begin(self) -> None:
        """Wait for the lock page."""
        QTimer.singleShot(PATIENCE_MS, self, QCoreApplication.quit)
        from nurseapp.desktop.start import Program

        found = QApplication.instance().findChild(Program)  # type: ignore[union-attr]  # it runs by now
        assert found is not None
        self._program = found
        found.loaded.connect(self._unlock)
        found.entered.connect(self._on_entered)

    def _unlock(self) -> None:
        say("locked", os.getpid())
        self._text = sys.stdin.readline().strip()
        self._began_s = (time.monotonic(), time.process_time())
        if server := os.environ.get(SHARED_AT, ""):
            self._program.entrance.enrol(
                Enrolling(server=server, user="amara", password=PASSWORD, passphrase=PASSWORD)
            )
            return
        [person] = self._program.gate.here()
        self._program.entrance.lock_page.unlock_requested.emit(person.key, PASSPHRASE)

    def _on_entered(self) -> None:
        wall_s, cpu_s = self._began_s
        say("unlocked", time.monotonic() - wall_s, time.process_time() - cpu_s)
        workplace = self._program.workplace
        assert workplace is not None
        if not self._comes_back and SHARED_AT in os.environ:
            workplace.synced.connect(self._open_case)
        elif not self._comes_back:
            self._open_case()
        self._look = QTimer(self)
        self._look.timeout.connect(self._read_again if self._comes_back else self._write)
        self._look.start(LOOK_MS)

    def _open_case(self) -> None:
        assert self._program.workplace is not None
        self._program.workplace.open_case(CaseId(os.environ.get(ON_CASE, CASE)))

    def _write(self) -> None:
        assert self._program.workplace is not None
        page = self._program.workplace.rooms.case
        if page.holder.case is None:
            return
        self._look.stop()
        page.go_to(RoomName.NOTES)
        texts = page.stack.findChildren(QPlainTextEdit)
        [writer] = [text for text in texts if text.isVisible()]
        writer.setFocus(Qt.FocusReason.OtherFocusReason)
        QTest.keyClicks(writer, self._text)
        QApplication.processEvents()
        say("locking", os.getpid())
        assert self._program.locking is not None
        self._program.locking.lock_for_good()

    def _read_again(self) -> None:
        at = QApplication.focusWidget()
        if isinstance(at, QPlainTextEdit) and at.toPlainText():
            self._look.stop()
            say("resumed", at.accessibleName(), at.toPlainText())
            QCoreApplication.quit()


def say(*words: object) -> None:
    """Say something with the time."""
    print(time.monotonic(), *words, flush=True)


def put_in_the_way(owner: object, name: str, stand_in: object) -> None:
    """Let something else be found by a name."""
    setattr(owner, name, stand_in)


def main() -> int:
    """Be the program."""
    hands = Hands(comes_back=OPTION in sys.argv)
    execute, get_people = QApplication.exec, DeskGate._get_people

    def begin_and_execute(*_app: QApplication) -> int:
        hands.begin()
        return execute()

    def with_a_keyring(gate: DeskGate) -> object:
        from nurseapp.desktop import composition

        put_in_the_way(composition, "system_keyring", lambda: keyring_in(Path(sys.argv[1])))
        return get_people(gate)

    put_in_the_way(QApplication, "exec", begin_and_execute)
    put_in_the_way(DeskGate, "_get_people", with_a_keyring)
    if (lifeline := os.environ.pop(LIFELINE, "")) != "":
        os.set_inheritable(int(lifeline), False)
    say("begun", os.getpid())
    return run(["--data", sys.argv[1], *sys.argv[2:]])


if __name__ == "__main__":
    sys.exit(main())
