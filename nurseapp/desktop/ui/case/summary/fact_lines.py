"""A card of short lines, what at the leading edge and when or how much at the trailing one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.widgets.elided_label import ElidedLabel
from nurseapp.desktop.ui.widgets.panel import Panel


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """One line."""

    what: str
    aside: str = ""


class FactLines(Panel):
    """Show lines; those that do not fit are counted in the last one."""

    def __init__(self, title: str, most: int, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(title)
        self._most = most
        self._rows = [(ElidedLabel("", self), QLabel(self)) for _ in range(most)]
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for number, (what, aside) in enumerate(self._rows):
            dress(aside, Look.DIM)
            grid.addWidget(what, number, 0)
            grid.addWidget(aside, number, 1, Qt.AlignmentFlag.AlignTrailing)
        self.body.addLayout(grid)
        self.body.addStretch(1)

    def set_lines(self, lines: Sequence[FactLine], nothing: str) -> None:
        """Show lines, or in one of them that there are none."""
        shown = list(lines) or [FactLine(what=nothing)]
        if len(shown) > self._most:
            rest = len(shown) - self._most + 1
            more = FactLine(what=self.tr("and %n more", "", rest))
            shown = [*shown[: self._most - 1], more]
        for number, (what, aside) in enumerate(self._rows):
            line = shown[number] if number < len(shown) else FactLine(what="")
            dress(what, Look.PLAIN if lines else Look.DIM)
            what.set_text(line.what)
            aside.setText(line.aside)
            what.setVisible(bool(line.what))
            aside.setVisible(bool(line.aside))
