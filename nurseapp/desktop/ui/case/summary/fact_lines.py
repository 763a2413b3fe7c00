"""A card of short lines, what at the leading edge and when or how much at the trailing one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.line_list import LineList, TextLine
from nurseapp.desktop.ui.widgets.panel import Panel


class FactLines(Panel):
    """Show lines; those that do not fit are counted in the last one."""

    def __init__(self, theme: Theme, title: str, most: int, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(title)
        self._most = most
        self._lines = LineList(theme, most, self)
        self.body.addWidget(self._lines)
        self.body.addStretch(1)

    def set_lines(self, lines: Sequence[TextLine], nothing: str) -> None:
        """Show lines, or in one of them that there are none."""
        shown = list(lines) or [TextLine(what=nothing, is_dim=True)]
        if len(shown) > self._most:
            rest = len(shown) - self._most + 1
            more = TextLine(what=self.tr("and %n more", "", rest))
            shown = [*shown[: self._most - 1], more]
        self._lines.set_lines(shown)
