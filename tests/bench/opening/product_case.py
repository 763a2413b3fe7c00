"""The program's page of a case in its window, over its desk, with the store on its own thread.

python -m tests.bench.opening.product_case DATA
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop

from nurseapp.desktop.composition import open_desk
from nurseapp.desktop.start import load_theme
from nurseapp.desktop.surroundings import Surroundings, utc_now
from nurseapp.desktop.ui.case.case_page import CasePage
from nurseapp.desktop.ui.case.tools import CaseTools
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.frame.icons import Icons
from nurseapp.desktop.ui.frame.window import MainWindow
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.theme.application import make_application
from tests.bench.opening.floor_case import SIZE
from tests.bench.painting import wait_until_idle
from tests.bench.project import RESOURCES
from tests.bench.sides import Facts, serve
from tests.bench.vaults import PASSPHRASE, people_in


class ProductCase:
    """The job of this side: open a case."""

    def __init__(self, tools: CaseTools) -> None:
        listing = tools.desk.caseloads.listing()
        self._cases = sorted(line.row.case for line in listing.lines)
        self._page = CasePage(tools)
        self._window = MainWindow(tools.theme, Icons(RESOURCES / "icons"), tools.zone)
        self._window.add_page("case", self._page)
        self._window.show_page("case")
        self._window.resize(*SIZE)
        self._window.show()
        wait_until_idle()

    def open(self, number: int) -> Facts:
        """Choose a case, and wait until it is read, shown and painted."""
        opened = QEventLoop()
        self._page.holder.opened.connect(opened.quit)
        self._page.open(self._cases[number])
        opened.exec()
        self._page.holder.opened.disconnect(opened.quit)
        wait_until_idle()
        case = self._page.holder.case
        if case is None or case.id != self._cases[number]:
            raise ValueError("another case was opened")
        return {"plan": len(case.plan), "timeline": len(case.timeline)}


def main() -> None:
    """Be this side."""
    app = make_application("bench")
    people = people_in(Path(sys.argv[1]))
    surroundings = Surroundings(resources=RESOURCES, data=Path(sys.argv[1]), time_zone="UTC")
    [owner] = people.here()
    opened = open_desk(people.unlock(owner, PASSPHRASE), surroundings, lambda: None)
    runner = Runner()
    tools = CaseTools(
        theme=load_theme(app, RESOURCES),
        desk=opened.desk,
        runner=runner,
        online=runner,
        failures=Failures(lambda: "bench"),
        zone=surroundings.zone,
        clock=utc_now,
    )
    case = ProductCase(tools)
    serve({"open": case.open})
    runner.close()
    opened.close()


if __name__ == "__main__":
    main()
