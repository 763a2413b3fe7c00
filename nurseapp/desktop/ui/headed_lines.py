"""Values under each other, each behind its dim heading; used by previews and side panels.

Must not know what it shows: heading and value are handed in as words.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QWidget

from nurseapp.desktop.ui.theme.looks import Look, dress


class HeadedLines(QWidget):
    """Show words by heading, whole: they wrap and are never cut."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(8)
        self._lines: dict[str, QLabel] = {}

    def set_lines(self, lines: Mapping[str, str]) -> None:
        """Show these lines in place of those before."""
        if list(lines) != list(self._lines):
            while self._form.rowCount():
                self._form.removeRow(0)
            self._lines = {heading: self._added(heading) for heading in lines}
        for heading, words in lines.items():
            self._lines[heading].setText(words)

    def lines(self) -> dict[str, str]:
        """Return what is shown, by heading."""
        return {heading: label.text() for heading, label in self._lines.items()}

    def _added(self, heading: str) -> QLabel:
        head, line = QLabel(heading, self), QLabel(self)
        dress(head, Look.DIM)
        head.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
        head.setBuddy(line)
        line.setWordWrap(True)
        line.setTextFormat(Qt.TextFormat.PlainText)
        self._form.addRow(head, line)
        return line
