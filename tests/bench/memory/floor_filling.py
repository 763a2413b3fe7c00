"""The floor with a window: it fetches everything in pages, and lists the cases in a table.

python -m tests.bench.memory.floor_filling SERVER FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.bench.memory.reading import memory
from tests.bench.painting import wait_until_idle
from tests.bench.sides import Facts, serve
from tests.bench.starting.floor_window import FloorList, caseload_in, empty_window
from tests.bench.starting.listed import list_cases
from tests.bench.sync.floor_desktop import FloorDesktop


class FloorFilling:
    """The job of this side: show a window, fetch, and show the cases in it."""

    def __init__(self, server: str, folder: Path) -> None:
        self._desktop = FloorDesktop(server, folder)
        self._window = empty_window()
        self._window.show()
        wait_until_idle()

    def fill(self, page: int) -> Facts:
        """Fetch everything in pages of so many records, and list it."""
        self._desktop.empty()
        self._desktop.first_sync(page)
        self._model = FloorList(list_cases(self._desktop.file))
        caseload_in(self._window, self._model)
        wait_until_idle()
        return {"cases": self._model.rowCount()}


def main() -> None:
    """Be this side."""
    app = QApplication([])
    filling = FloorFilling(sys.argv[1], Path(sys.argv[2]))
    serve({"fill": filling.fill, "memory": memory})
    del filling, app


if __name__ == "__main__":
    main()
