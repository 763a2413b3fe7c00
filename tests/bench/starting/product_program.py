"""The program as it is started, watched from outside; then its nurse is let in.

It runs through its own command. What is put in its way is a keyring in a file, a clock around the
opening of the vault, and a look at what it paints.

    python -m tests.bench.starting.product_program DATA
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

from nurseapp.desktop.gate import DeskGate
from nurseapp.desktop.main import main as run
from tests.bench.painting import Painted
from tests.bench.starting.orders import SETTLED_MS, is_to_go_on, tell, tell_memory, tell_ready

PATIENCE_MS = 30_000
TYPING_MS = 500


class Onlooker(QObject):
    """Waits for what is painted, and types the passphrase when told to."""

    def __init__(self) -> None:
        super().__init__()
        self._began = (0.0, 0.0)

    def look(self) -> None:
        """Begin, with the first window shown and not painted yet; give up after a while."""
        QTimer.singleShot(PATIENCE_MS, self, QApplication.quit)
        from nurseapp.desktop.start import Program

        found = QApplication.instance().findChild(Program)  # type: ignore[union-attr]  # it runs by now
        if found is None:
            raise LookupError("the program is not there")
        self._program = found
        self._painted = Painted(found.start_window, self._tell_ready)

    def note_key(self) -> None:
        """Begin to count: the key is there. Called on the store's thread."""
        self._began = (time.perf_counter(), time.process_time())

    def _tell_ready(self) -> None:
        tell_ready()
        self._program.loaded.connect(self._type)

    def _type(self) -> None:
        QTimer.singleShot(TYPING_MS, self, self._go_on)

    def _go_on(self) -> None:
        from nurseapp.desktop.services import people as people_service
        from nurseapp.desktop.storage.vault import open_vault
        from tests.bench.vaults import PASSPHRASE

        def open_and_note(*arguments: object) -> object:
            key = open_vault(*arguments)  # type: ignore[arg-type]  # handed through as given
            self.note_key()
            return key

        put_in_the_way(people_service, "open_vault", open_and_note)
        [person] = self._program.gate.here()
        if not is_to_go_on():
            self._program.start_window.close()
            return
        self._program.entered.connect(self._on_entered)
        self._program.entrance.lock_page.unlock_requested.emit(person.key, PASSPHRASE)

    def _on_entered(self) -> None:
        windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMainWindow)]
        tables = [table for window in windows for table in window.findChildren(QTableView)]
        [shown] = [t for t in tables if t.isVisible() and t.model() and t.model().rowCount()]
        self._painted = Painted(shown.viewport(), self._end)

    def _end(self) -> None:
        wall, cpu = self._began
        tell(time.perf_counter() - wall, time.process_time() - cpu)
        if is_to_go_on():
            QTimer.singleShot(SETTLED_MS, self, self._tell_memory)
        else:
            QApplication.quit()

    def _tell_memory(self) -> None:
        tell_memory()
        QApplication.quit()


def put_in_the_way(owner: object, name: str, stand_in: object) -> None:
    """Let something else be found by a name."""
    setattr(owner, name, stand_in)


def main() -> int:
    """Be this side."""
    onlooker = Onlooker()
    execute, get_people = QApplication.exec, DeskGate._get_people

    def look_and_execute(*_app: QApplication) -> int:
        onlooker.look()
        return execute()

    def with_a_keyring(gate: DeskGate) -> object:
        from nurseapp.desktop import composition
        from tests.bench.vaults import FileKeyring

        keyring = FileKeyring(folder=Path(sys.argv[1]) / "keyring")
        put_in_the_way(composition, "system_keyring", lambda: keyring)
        return get_people(gate)

    put_in_the_way(QApplication, "exec", look_and_execute)
    put_in_the_way(DeskGate, "_get_people", with_a_keyring)
    return run(["--data", sys.argv[1]])


if __name__ == "__main__":
    sys.exit(main())
