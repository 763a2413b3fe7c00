"""The sheet of keys, on F1: every key that works here and now, by menu, and the page's own keys.

Must not list keys of its own: it is made from the actions and the hints it is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from nurseapp.desktop.ui.frame.frame_actions import KEYS_KEY
from nurseapp.desktop.ui.frame.menus import Command
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme

SIZE_PX = (760, 560)
COLUMNS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyHint:
    """A key that a page handles itself, such as the digits that answer a question."""

    key: str
    words: str


class KeySheet(QDialog):
    """List keys in two columns; Escape or F1 closes it."""

    def __init__(
        self,
        theme: Theme,
        commands: Sequence[Command],
        hints: Sequence[KeyHint],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self.setWindowTitle(self.tr("Keys"))
        groups: dict[str, list[KeyHint]] = {}
        if hints:
            groups[self.tr("On this page")] = list(hints)
        for command in commands:
            if command.key:
                hint = KeyHint(key=command.key, words=command.words)
                groups.setdefault(command.menu, []).append(hint)
        self._groups = groups
        sheet = QWidget()
        columns = QHBoxLayout(sheet)
        columns.setContentsMargins(24, 16, 24, 24)
        columns.setSpacing(32)
        for names in _balanced(groups):
            column = QVBoxLayout()
            column.setSpacing(20)
            for name in names:
                column.addLayout(_group(name, groups[name]))
            column.addStretch(1)
            columns.addLayout(column, 1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setWidget(sheet)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        px, room = theme.typography.px, window.size()
        self.resize(min(px(SIZE_PX[0]), room.width()), min(px(SIZE_PX[1]), room.height()))
        QShortcut(QKeySequence(KEYS_KEY), self).activated.connect(self.reject)

    def shown_keys(self) -> dict[str, str]:
        """Return the key of everything listed, by its words."""
        return {hint.words: hint.key for hints in self._groups.values() for hint in hints}


def _balanced(groups: dict[str, list[KeyHint]]) -> list[list[str]]:
    """Deal the groups into columns, in order, so that no column is much longer than the other."""
    half = sum(len(hints) + 2 for hints in groups.values()) / COLUMNS
    dealt: list[list[str]] = [[] for _ in range(COLUMNS)]
    height = 0
    for name, hints in groups.items():
        dealt[min(int(height / half), COLUMNS - 1)].append(name)
        height += len(hints) + 2
    return dealt


def _group(name: str, hints: Sequence[KeyHint]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(0, 1)
    title = QLabel(name)
    dress(title, Look.PANEL_TITLE)
    grid.addWidget(title, 0, 0, 1, 2)
    for row, hint in enumerate(hints, start=1):
        words, key = QLabel(hint.words), QLabel(hint.key)
        dress(key, Look.KEY)
        words.setBuddy(key)
        grid.addWidget(words, row, 0)
        grid.addWidget(key, row, 1, Qt.AlignmentFlag.AlignTrailing)
    return grid
