"""The preview beside a list: the chosen case at a glance, without opening it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QWidget

from nurseapp.desktop.services.caseloads import CaseLine
from nurseapp.desktop.ui.caseload.line_words import list_name, who_words
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.chip import ChipRow
from nurseapp.desktop.ui.widgets.panel import Panel
from nurseapp.desktop.ui.wording.days import day_words
from nurseapp.desktop.ui.wording.marks import mark_faces
from nurseapp.desktop.ui.wording.statuses import stage_words

WIDTH_PX = 300


class CasePreview(Panel):
    """Show one line of a list in full."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setFixedWidth(theme.typography.px(WIDTH_PX))
        self._who = self._label(Look.DIM)
        self._chips = ChipRow(theme, self)
        self._form = QFormLayout()
        self._form.setVerticalSpacing(8)
        self._values: dict[str, QLabel] = {}
        self.body.addWidget(self._who)
        self.body.addWidget(self._chips, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(self._form)
        self.body.addStretch(1)

    def show_line(self, line: CaseLine | None, today: date) -> None:
        """Show a line, or nothing."""
        if line is None:
            self.set_title("")
            return
        row = line.row
        self.set_title(list_name(row))
        self._who.setText(who_words(row, today))
        self._chips.set_faces(mark_faces(line.marks[:2]))
        none = "—"
        self._set(self.tr("Number"), row.number)
        self._set(self.tr("Programme"), line.programme)
        self._set(self.tr("Stage"), stage_words(row.stage))
        self._set(self.tr("Next"), line.next_what or none)
        self._set(self.tr("When"), day_words(line.next_on, today) if line.next_on else none)
        self._set(self.tr("Language"), row.language or none)
        self._set(self.tr("Nurse"), line.nurse or none)

    def _set(self, name: str, value: str) -> None:
        if name not in self._values:
            self._values[name] = self._label(None)
            heading = self._label(Look.DIM)
            heading.setText(name)
            self._form.addRow(heading, self._values[name])
        self._values[name].setText(value)

    def _label(self, look: Look | None) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        if look is not None:
            dress(label, look)
        return label
