"""A conflict in full: what was seen, what the later author wanted, what stands now.

Must not decide: the two actions are handed in, and the inbox says what they come to.
"""

from __future__ import annotations

from datetime import date, tzinfo

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nurseapp.desktop.services.conflicts import OpenConflict
from nurseapp.desktop.ui.caseload.line_words import list_name
from nurseapp.desktop.ui.inbox.deciding import is_brought_back
from nurseapp.desktop.ui.inbox.value_words import value_words, what_words
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.widgets.buttons import ActionButton
from nurseapp.desktop.ui.widgets.panel import Panel
from nurseapp.desktop.ui.wording.days import moment_words
from nurseapp.desktop.ui.wording.filling import filled


class ConflictPanel(Panel):
    """Show both sides of a conflict, each over the button that lets it stand."""

    def __init__(
        self, keep_mine: QAction, keep_theirs: QAction, zone: tzinfo, parent: QWidget
    ) -> None:
        super().__init__("", parent)
        self._zone = zone
        self._story, self._seen = _line(self), _line(self)
        dress(self._seen, Look.DIM)
        self.mine = _Side(keep_mine, self)
        self.theirs = _Side(keep_theirs, self)
        sides = QHBoxLayout()
        sides.setSpacing(16)
        sides.addWidget(self.mine, 1)
        sides.addWidget(self.theirs, 1)
        self.body.addWidget(self._story)
        self.body.addWidget(self._seen)
        self.body.addLayout(sides)

    def show_conflict(self, shown: OpenConflict, today: date, *, may_decide: bool) -> None:
        """Show a conflict; who may not decide it is told who does."""
        conflict, field = shown.conflict, shown.conflict.field
        self.set_title(what_words(conflict), list_name(shown.row))
        self._story.setText(self._told(shown, may_decide=may_decide))
        seen = self.tr("%1 saw before: %2")
        self._seen.setText(filled(seen, shown.by_name, value_words(field, conflict.was)))
        when = moment_words(conflict.at, today, self._zone)
        wanted = filled(self.tr("%1 wanted, %2"), shown.by_name, when)
        self.mine.show_value(wanted, value_words(field, conflict.mine))
        stands = conflict.mine if is_brought_back(conflict) else conflict.theirs
        self.theirs.show_value(self.tr("Stands now"), value_words(field, stands))
        self.mine.setHidden(is_brought_back(conflict))

    def story(self) -> str:
        """Return what is told of how it came to this."""
        return self._story.text()

    def _told(self, shown: OpenConflict, *, may_decide: bool) -> str:
        if not may_decide:
            return self.tr("It is about who the member is: a supervisor decides. You can look.")
        if is_brought_back(shown.conflict):
            words = self.tr(
                "%1 changed this after it had been marked as an error, so it is back. "
                "To mark it again, open the case with Enter."
            )
            return filled(words, shown.by_name)
        return self.tr(
            "Two people changed this without knowing of each other. "
            "Nothing is lost, and nothing is settled until you choose."
        )


class _Side(QFrame):
    """One side, with the button that lets it stand."""

    def __init__(self, action: QAction, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self, Look.PANEL)
        self._title, self._words = _line(self), _line(self)
        dress(self._title, Look.DIM)
        dress(self._words, Look.STRONG)
        self.button = ActionButton(action, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._words)
        column.addStretch(1)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)

    def show_value(self, title: str, words: str) -> None:
        """Show a value under whose it is."""
        self._title.setText(title)
        self._words.setText(words)
        said = f"{title}: {words}"
        self.setAccessibleName(said)
        self.button.setAccessibleDescription(said)

    def words(self) -> str:
        """Return whose value it is, and the value."""
        return self.accessibleName()


def _line(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
    return label
