"""The floor of opening a case: the encrypted read of its records, and a plain window of tabs.

Form, care-plan tree and tables, of which the tab that is seen is filled and no other; no look of
its own, no checks, no thread.

    python -m tests.bench.opening.floor_case SERVER FOLDER
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QApplication,
    QFormLayout,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QTableView,
    QTabWidget,
    QTreeWidget,
    QWidget,
)

from tests.bench.painting import rest, wait_until_idle
from tests.bench.sides import Facts, serve
from tests.bench.sync.floor_desktop import FloorDesktop

SIZE = (1366, 768)
FIELDS = (
    *("family_name", "given_name", "birth_date", "number", "phone", "sex", "language", "place"),
    *("programme", "stage", "opened_on", "team", "nurse"),
)
COLUMNS = {
    "note": ("at", "by", "text"),
    "contact": ("at", "with_whom", "channel", "text"),
    "screening": ("form", "at"),
    "appointment": ("on", "time", "purpose", "place"),
    "fact": ("category", "display", "status", "on"),
    "handout_given": ("at", "title"),
}
Index = QModelIndex | QPersistentModelIndex


class FloorTable(QAbstractTableModel):
    """The records of one kind."""

    def __init__(self, columns: Sequence[str]) -> None:
        super().__init__()
        self._columns = columns
        self._rows: Sequence[Mapping[str, Any]] = ()

    def set_rows(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Show these."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, _parent: Index | None = None) -> int:
        return len(self._rows)

    def columnCount(self, _parent: Index | None = None) -> int:
        return len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return str(self._rows[index.row()].get(self._columns[index.column()], ""))


class FloorCase:
    """The job of this side: open a case."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._decoder = msgspec.json.Decoder()
        self._cases = [
            case for (case,) in file.execute("SELECT DISTINCT case_id FROM item ORDER BY 1")
        ]
        self._window = QMainWindow()
        self._window.resize(*SIZE)
        self._tabs = QTabWidget()
        self._window.setCentralWidget(self._tabs)
        page = QWidget()
        form = QFormLayout(page)
        self._fields = {name: QLineEdit() for name in FIELDS}
        for name, field in self._fields.items():
            form.addRow(name, field)
        self._summary = QPlainTextEdit()
        form.addRow("last note", self._summary)
        self._tabs.addTab(page, "Summary")
        self._tabs.addTab(QTreeWidget(), "Care plan")
        self._tables = {kind: FloorTable(columns) for kind, columns in COLUMNS.items()}
        for kind, table in self._tables.items():
            view = QTableView()
            view.setModel(table)
            self._tabs.addTab(view, kind)
        self._window.show()
        wait_until_idle()

    def open(self, number: int) -> Facts:
        """Read a case, fill the tab that is seen, and wait until it is painted."""
        case = self._cases[number]
        found = self._file.execute("SELECT body FROM item WHERE case_id = ?", (case,)).fetchall()
        by_kind: dict[str, list[dict[str, Any]]] = {}
        for (body,) in found:
            _, _, kind, _, record = self._decoder.decode(body)
            by_kind.setdefault(kind, []).append(record)
        about = by_kind["member"][0] | by_kind["case"][0]
        for name, field in self._fields.items():
            field.setText(str(about.get(name, "")))
        self._summary.setPlainText(by_kind["note"][-1]["text"])
        wait_until_idle()
        return {"records": len(found)}


def main() -> None:
    """Be this side."""
    app = QApplication([])
    desktop = FloorDesktop(sys.argv[1], Path(sys.argv[2]))
    desktop.empty()
    desktop.first_sync()
    case = FloorCase(desktop.file)
    serve({"open": case.open, "rest": rest})
    app.quit()


if __name__ == "__main__":
    main()
