"""The program with its nurse let in, opening cases as a click in the caseload does.

python -m tests.bench.opening.product_case DATA
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer

from nurseapp.desktop import composition
from nurseapp.desktop.imports import import_plainly
from nurseapp.desktop.start import Program
from nurseapp.desktop.ui.theme.application import make_application
from nurseapp.desktop.ui.workplace import IDLE_MS, Workplace
from tests.bench.painting import rest, wait_until_idle
from tests.bench.project import RESOURCES
from tests.bench.sides import Facts, serve
from tests.bench.starting.product_program import put_in_the_way
from tests.bench.vaults import PASSPHRASE, FileKeyring


class ProductCase:
    """The job of this side: open a case."""

    def __init__(self, workplace: Workplace) -> None:
        self._workplace = workplace
        self._holder = workplace.rooms.case.holder
        lines = workplace.rooms.desk.caseloads.listing().lines
        self._cases = sorted(line.row.case for line in lines)
        self._reading = QEventLoop()
        self._holder.opened.connect(self._reading.quit)

    def open(self, number: int) -> Facts:
        """Choose a case, and wait until it is read, shown and painted."""
        self._workplace.open_case(self._cases[number])
        self._reading.exec()
        wait_until_idle()
        case = self._holder.case
        if case is None or case.id != self._cases[number]:
            raise ValueError("another case was opened")
        return {"plan": len(case.plan), "timeline": len(case.timeline)}


def wait_for(signal: Any, act: Callable[[], None]) -> None:
    """Do something and wait until it is signalled that it is done."""
    loop = QEventLoop()
    signal.connect(loop.quit)
    act()
    loop.exec()
    signal.disconnect(loop.quit)


def program_in(data: Path) -> Program:
    """Make the program as it ships, with a keyring in a file."""
    import_plainly()
    keyring = FileKeyring(folder=data / "keyring")
    put_in_the_way(composition, "system_keyring", lambda: keyring)
    return Program(make_application("bench"), RESOURCES, data)


def let_in(program: Program) -> Workplace:
    """Let the nurse in, as soon as all is loaded."""
    wait_for(program.loaded, lambda: program.show(""))
    [person] = program.gate.here()
    asked = program.entrance.lock_page.unlock_requested
    wait_for(program.entered, lambda: asked.emit(person.key, PASSPHRASE))
    if program.workplace is None:
        raise LookupError("nobody was let in")
    return program.workplace


def settle() -> None:
    """Wait until nothing more happens."""
    pause = QEventLoop()
    QTimer.singleShot(2 * IDLE_MS, pause.quit)
    pause.exec()


def main() -> None:
    """Be this side."""
    program = program_in(Path(sys.argv[1]))
    case = ProductCase(let_in(program))
    settle()
    serve({"open": case.open, "rest": rest})
    program.close()


if __name__ == "__main__":
    main()
