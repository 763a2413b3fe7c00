"""The floor of starting: a bare window; then an encrypted file opened and its cases in a table.

The table stands in a tab below a field to search in, without which it would be no caseload.

python -m tests.bench.starting.floor_window FILE
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QMainWindow,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from tests.bench.painting import Painted
from tests.bench.starting.orders import SETTLED_MS, is_to_go_on, tell, tell_memory, tell_ready

SIZE = (1366, 768)
LISTED = "SELECT name, number, stage, next_on FROM listed ORDER BY next_on, name"
Index = QModelIndex | QPersistentModelIndex


class FloorList(QAbstractTableModel):
    """The cases."""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, _parent: Index | None = None) -> int:
        return len(self._rows)

    def columnCount(self, _parent: Index | None = None) -> int:
        return 4

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._rows[index.row()][index.column()]


def empty_window() -> QMainWindow:
    """Make a window of the program's size with nothing in it."""
    window = QMainWindow()
    window.resize(*SIZE)
    return window


def caseload_in(window: QMainWindow, model: FloorList) -> QTableView:
    """Put the cases into a window, below a field to search in."""
    table = QTableView()
    table.setModel(model)
    page, tabs = QWidget(), QTabWidget()
    column = QVBoxLayout(page)
    column.addWidget(QLineEdit())
    column.addWidget(table)
    tabs.addTab(page, "Cases")
    window.setCentralWidget(tabs)
    return table


class FloorWindow:
    """A bare window, and later the list in it."""

    def __init__(self, app: QApplication, file: str) -> None:
        self._app = app
        self._file = Path(file)
        self._began = (0.0, 0.0)
        self._window = empty_window()
        self._painted = Painted(self._window, self._go_on)
        self._window.show()

    def _go_on(self) -> None:
        tell_ready()
        # As in the program, the driver is loaded while the passphrase is typed.
        from tests.bench.sync.floor_desktop import connect

        if not is_to_go_on():
            self._app.quit()
            return
        self._began = (time.perf_counter(), time.process_time())
        connection = connect(self._file)
        self._model = FloorList(connection.execute(LISTED).fetchall())
        table = caseload_in(self._window, self._model)
        self._painted = Painted(table.viewport(), self._end)

    def _end(self) -> None:
        wall, cpu = self._began
        tell(time.perf_counter() - wall, time.process_time() - cpu)
        if is_to_go_on():
            QTimer.singleShot(SETTLED_MS, self._tell_memory)
        else:
            self._app.quit()

    def _tell_memory(self) -> None:
        tell_memory()
        self._app.quit()


def main() -> None:
    """Be this side."""
    app = QApplication([])
    window = FloorWindow(app, sys.argv[1])
    app.exec()
    del window


if __name__ == "__main__":
    main()
