"""A table of cases with the preview of the chosen one, beside it or under it.

Must not filter or sort: it shows the lines it is given. Used by the caseload and by the day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nurseapp.desktop.services.caseloads import CaseLine
from nurseapp.desktop.ui.case.side_by_side import SideBySide
from nurseapp.desktop.ui.caseload.case_preview import CasePreview
from nurseapp.desktop.ui.caseload.caseload_columns import CaseColumn
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.data_table import DataTable
from nurseapp.desktop.ui.widgets.panel import TableFrame
from nurseapp.domain.ids import CaseId

PREVIEW_PX = 300
FOLDED_TABLE_PX = 190


class CaseList(QWidget):
    """Show lines; the space bar shows and hides the preview, Enter opens.

    Attributes:
        table, preview: the two parts, for who fills headings and for tests.

    Signals:
        case_opened(object): the case id.
    """

    case_opened = Signal(object)

    def __init__(
        self,
        theme: Theme,
        columns: Sequence[CaseColumn],
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._today = date.min
        self._lines: dict[object, CaseLine] = {}
        self.table: DataTable[CaseLine] = DataTable(
            theme, columns, lambda line: line.row.case, name, self
        )
        self.preview = CasePreview(theme, self)
        self.preview.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(
            SideBySide(
                theme,
                TableFrame(self.table, self),
                self.preview,
                side_px=PREVIEW_PX,
                folded_main_px=FOLDED_TABLE_PX,
                parent=self,
            )
        )
        self.table.row_opened.connect(self.case_opened)
        self.table.row_previewed.connect(self._toggle_preview)
        self.table.row_chosen.connect(self._follow)

    def show_lines(self, lines: Sequence[CaseLine], today: date) -> None:
        """Show these lines; the chosen case stays chosen, else the first one is."""
        self._today = today
        self._lines = {line.row.case: line for line in lines}
        self.table.set_rows(lines)
        if lines and self.table.chosen_id() is None:
            self.table.choose(lines[0].row.case)
        self._follow(self.table.chosen_id())

    def chosen(self) -> CaseId | None:
        """Return the id of the chosen case."""
        line = self._lines.get(self.table.chosen_id())
        return None if line is None else line.row.case

    def _toggle_preview(self, case: object) -> None:
        self.preview.setVisible(self.preview.isHidden())
        self._follow(case)

    def _follow(self, case: object) -> None:
        if not self.preview.isHidden():
            self.preview.show_line(self._lines.get(case), self._today)
