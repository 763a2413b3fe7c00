"""A conflict in full: what was seen, what the later author wanted, what stands now.

Must not decide: the actions are handed in, and the inbox says what they come to.
"""

from __future__ import annotations

from datetime import date, tzinfo

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nurseapp.desktop.services.conflicts import OpenConflict
from nurseapp.desktop.ui.caseload.line_words import list_name
from nurseapp.desktop.ui.inbox.deciding import is_brought_back, why_not_words
from nurseapp.desktop.ui.inbox.deciding_actions import DecidingActions
from nurseapp.desktop.ui.inbox.value_editor import ValueEditor
from nurseapp.desktop.ui.inbox.value_words import author_words, value_words, what_words
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton
from nurseapp.desktop.ui.widgets.panel import Panel
from nurseapp.desktop.ui.wording.days import moment_words
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.desktop.ui.wording.people import SEPARATOR


class ConflictPanel(Panel):
    """Show the values of a conflict, each over the button that lets it stand.

    Attributes:
        seen, mine, theirs: the three values; ``editor`` takes another one.
        both, edit: the buttons under them.
    """

    def __init__(
        self, theme: Theme, actions: DecidingActions, zone: tzinfo, parent: QWidget
    ) -> None:
        super().__init__("", parent)
        self._zone = zone
        self._story, self._why_not = _line(self), _line(self)
        dress(self._why_not, Look.DIM)
        self.seen = _Value(self)
        self.mine = _Side(actions.mine, self)
        self.theirs = _Side(actions.theirs, self)
        self.both = ActionButton(actions.both, parent=self)
        self.edit = ActionButton(actions.edit, parent=self)
        self.editor = ValueEditor(theme, self)
        self._others = QWidget(self)
        others = QHBoxLayout(self._others)
        others.setContentsMargins(0, 0, 0, 0)
        others.setSpacing(12)
        sides = QHBoxLayout()
        sides.setSpacing(16)
        for side in (self.seen, self.mine, self.theirs):
            sides.addWidget(side, 1)
        for button in (self.both, self.edit):
            others.addWidget(button)
        others.addWidget(self._why_not, 1, Qt.AlignmentFlag.AlignVCenter)
        self.body.addWidget(self._story)
        self.body.addLayout(sides)
        self.body.addWidget(self._others)
        self.body.addWidget(self.editor)

    def show_conflict(self, shown: OpenConflict, today: date, *, may_decide: bool) -> None:
        """Show a conflict; who may not decide it is told who does."""
        conflict, field = shown.conflict, shown.conflict.field
        aside = (list_name(shown.row), shown.title)
        self.set_title(what_words(conflict), SEPARATOR.join(part for part in aside if part))
        self._story.setText(self._told(shown, may_decide=may_decide))
        author = author_words(shown)
        seen = filled(self.tr("%1 saw before"), author)
        self.seen.show_value(seen, value_words(field, conflict.was))
        when = moment_words(conflict.at, today, self._zone)
        wanted = filled(self.tr("%1 wanted, %2"), author, when)
        self.mine.show_value(wanted, value_words(field, conflict.mine))
        self.theirs.show_value(self.tr("Stands now"), value_words(field, shown.stands))
        is_back = is_brought_back(shown)
        self.mine.setHidden(is_back)
        self._why_not.setText(why_not_words(shown) if may_decide else "")
        edited = self.editor.shown()
        if edited is not None and edited.conflict.id != conflict.id:
            self.end_editing()
        self._others.setHidden(is_back or self.editor.shown() is not None)

    def begin_editing(self, shown: OpenConflict, today: date) -> None:
        """Take another value, in the place of the buttons."""
        self._others.hide()
        self.editor.begin(shown, today)

    def end_editing(self) -> None:
        """Let go of what was typed, and show the buttons again."""
        self.editor.end()
        self._others.show()

    def story(self) -> str:
        """Return what is told of how it came to this."""
        return self._story.text()

    def why_not(self) -> str:
        """Return what is said of what cannot be chosen, or nothing."""
        return self._why_not.text()

    def _told(self, shown: OpenConflict, *, may_decide: bool) -> str:
        if not may_decide:
            return self.tr("It is about who the member is: a supervisor decides. You can look.")
        if is_brought_back(shown):
            words = self.tr(
                "%1 changed this after it had been marked as an error, so it is back. "
                "To mark it again, open the case with Enter."
            )
            return filled(words, author_words(shown))
        return self.tr(
            "Two people changed this without knowing of each other. "
            "Nothing is lost, and nothing is settled until you choose."
        )


class _Value(QFrame):
    """One value under whose it is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self, Look.PANEL)
        self._title, self._words = _line(self), _line(self)
        dress(self._title, Look.DIM)
        dress(self._words, Look.STRONG)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 12, 16, 12)
        self.column.setSpacing(8)
        self.column.addWidget(self._title)
        self.column.addWidget(self._words)
        self.column.addStretch(1)

    def show_value(self, title: str, words: str) -> None:
        """Show a value under whose it is."""
        self._title.setText(title)
        self._words.setText(words)
        self.setAccessibleName(f"{title}: {words}")

    def words(self) -> str:
        """Return whose value it is, and the value."""
        return self.accessibleName()


class _Side(_Value):
    """One side, with the button that lets it stand."""

    def __init__(self, action: QAction, parent: QWidget) -> None:
        super().__init__(parent)
        self.button = ActionButton(action, parent=self)
        self.column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)

    def show_value(self, title: str, words: str) -> None:
        super().show_value(title, words)
        self.button.setAccessibleDescription(self.words())


def _line(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
    return label
