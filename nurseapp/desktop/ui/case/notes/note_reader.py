"""One note to be read whole: its text stays readable also when it was marked as an error."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from nurseapp.desktop.ui.case.notes.note_lines import NoteLine
from nurseapp.desktop.ui.case.notes.notes_actions import NotesActions
from nurseapp.desktop.ui.case.reason_asker import ReasonAsker
from nurseapp.desktop.ui.theme.looks import Look
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton
from nurseapp.desktop.ui.widgets.chip import StatusLine
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.widgets.panel import Panel
from nurseapp.desktop.ui.wording.filling import filled


class NoteReader(Panel):
    """Show a note.

    Signals:
        error_given(str): why the note was an error.
    """

    error_given = Signal(str)

    def __init__(self, theme: Theme, actions: NotesActions, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._error = StatusLine(theme, self)
        self._text = QPlainTextEdit(self)
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._asker = ReasonAsker(self.tr("Why?"), self.tr("Mark as error"), self)
        self._buttons = QWidget(self)
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(ActionButton(actions.addendum, parent=self))
        row.addWidget(ActionButton(actions.mark_error, look=Look.LINK, parent=self))
        row.addStretch(1)
        self.body.addWidget(self._error)
        self.body.addWidget(self._text, 1)
        self.body.addWidget(self._asker)
        self.body.addWidget(self._buttons)
        self._asker.given.connect(self.error_given)
        actions.mark_error.triggered.connect(self._asker.ask)

    def show_line(self, line: NoteLine) -> None:
        """Show a note or a contact."""
        self.set_title(line.title, f"{line.when} · {line.who}")
        self._text.setPlainText(line.text)
        self._text.setAccessibleName(f"{line.title}, {line.when}, {line.who}")
        why = filled(self.tr("Entered in error: %1"), line.error)
        self._error.set_face(ChipFace(kind=ChipKind.NEUTRAL, words=why))
        self._error.setVisible(bool(line.error))
        self._asker.hide()
        self._buttons.setVisible(line.may_add)
