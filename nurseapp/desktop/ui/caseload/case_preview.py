"""The preview beside a list: the chosen case at a glance, without opening it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from nurseapp.desktop.services.caseloads import CaseLine
from nurseapp.desktop.ui.caseload.line_words import (
    NOTHING,
    list_name,
    next_words,
    result_words,
    when_words,
    who_words,
)
from nurseapp.desktop.ui.headed_lines import HeadedLines
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.chip import ChipRow
from nurseapp.desktop.ui.widgets.panel import Panel
from nurseapp.desktop.ui.wording.marks import mark_faces
from nurseapp.desktop.ui.wording.people import language_words
from nurseapp.desktop.ui.wording.statuses import stage_words


class CasePreview(Panel):
    """Show one line of a list in full."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._whole = QWidget(self)
        self._who = self._label(Look.DIM)
        self._chips = ChipRow(theme, self)
        self._lines = HeadedLines(self)
        hint = self._label(Look.SMALL)
        hint.setText(self.tr("Enter opens the case, the space bar closes this."))
        column = QVBoxLayout(self._whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._who)
        column.addWidget(self._chips)
        column.addWidget(self._lines)
        column.addStretch(1)
        column.addWidget(hint)
        self.body.addWidget(self._whole)
        self.show_line(None, date.min)

    def show_line(self, line: CaseLine | None, today: date) -> None:
        """Show a line, or nothing."""
        self._whole.setVisible(line is not None)
        if line is None:
            self.set_title("")
            return
        row = line.row
        self.set_title(list_name(row))
        self._who.setText(who_words(row, today))
        self._chips.set_faces(mark_faces(line.marks))
        self._lines.set_lines(
            {
                self.tr("Number"): row.number,
                self.tr("Programme"): line.programme,
                self.tr("Stage"): stage_words(row.stage),
                self.tr("Next"): next_words(line),
                self.tr("When"): when_words(line, today),
                self.tr("Last result"): result_words(line),
                self.tr("Language"): language_words(row.language, interpreter=row.interpreter),
                self.tr("Nurse"): line.nurse or NOTHING,
            }
        )

    def words(self) -> dict[str, str]:
        """Return what is shown, by its heading."""
        return self._lines.lines()

    def _label(self, look: Look) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        dress(label, look)
        return label
