"""The page of the notes: the list, and beside it what is read or written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from nurseapp.desktop.ui.case.notes.contact_form import ContactForm
from nurseapp.desktop.ui.case.notes.note_lines import NoteLine
from nurseapp.desktop.ui.case.notes.note_reader import NoteReader
from nurseapp.desktop.ui.case.notes.note_writer import NoteWriter
from nurseapp.desktop.ui.case.notes.notes_actions import NotesActions
from nurseapp.desktop.ui.case.side_by_side import SideBySide
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton
from nurseapp.desktop.ui.widgets.columns import Column, Emphasis
from nurseapp.desktop.ui.widgets.data_table import DataTable
from nurseapp.desktop.ui.widgets.panel import Panel
from nurseapp.desktop.ui.widgets.states import EmptyState
from nurseapp.domain.ids import RecordId

SIDE_PX = 420


class NotesView(QWidget):
    """Show the notes room.

    Attributes:
        reader, writer, contact: what can stand beside the list.

    Signals:
        line_chosen(object): the id of a note or contact to be read.
    """

    line_chosen = Signal(object)

    def __init__(self, theme: Theme, actions: NotesActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reader = NoteReader(theme, actions, self)
        self.writer = NoteWriter(actions, self)
        self.contact = ContactForm(theme, actions, self)
        self._table: DataTable[NoteLine] = DataTable(
            theme, self._columns(), lambda line: line.record, self.tr("Notes"), self
        )
        self._empty = EmptyState(self)
        self._lists = QStackedWidget(self)
        self._sides = QStackedWidget(self)
        self._lay_out(theme, actions)
        self._table.row_chosen.connect(self.line_chosen)
        self._table.row_opened.connect(self.line_chosen)

    def set_lines(self, lines: Sequence[NoteLine]) -> None:
        """Show notes and contacts."""
        self._table.set_rows(lines)
        self._lists.setCurrentIndex(0 if lines else 1)

    def choose(self, record: RecordId) -> None:
        """Choose a line; an unknown one changes nothing."""
        self._table.choose(record)

    def chosen_id(self) -> object | None:
        """Give the id of the chosen line."""
        return self._table.chosen_id()

    def show_side(self, part: QWidget) -> None:
        """Put the reader, the writer or the contact form beside the list."""
        self._sides.setCurrentWidget(part)

    def shows(self, part: QWidget) -> bool:
        """Tell whether this is what stands beside the list."""
        return self._sides.currentWidget() is part

    def focus_list(self) -> None:
        """Go to the list."""
        self._table.setFocus()

    def _columns(self) -> tuple[Column[NoteLine], ...]:
        return (
            Column(
                name="when",
                title=self.tr("When"),
                words=lambda line: line.when,
                emphasis=Emphasis.DIM,
                width=120,
            ),
            Column(name="what", title=self.tr("Note"), words=lambda line: line.what, grows=True),
            Column(name="state", title="", chips=lambda line: line.faces, width=96),
            Column(
                name="who",
                title=self.tr("Who"),
                words=lambda line: line.who,
                emphasis=Emphasis.DIM,
                width=120,
            ),
        )

    def _lay_out(self, theme: Theme, actions: NotesActions) -> None:
        self._empty.set_content(
            self.tr("No notes yet"),
            self.tr("What you write beside stays on this device and syncs later."),
        )
        panel = Panel("", self)
        panel.set_title(self.tr("Notes and contacts"))
        panel.add_button(ActionButton(actions.log_contact, parent=self))
        panel.add_button(ActionButton(actions.write, parent=self))
        self._lists.addWidget(self._table)
        self._lists.addWidget(self._empty)
        panel.body.addWidget(self._lists, 1)
        for part in (self.writer, self.reader, self.contact):
            self._sides.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(SideBySide(theme, panel, self._sides, side_px=SIDE_PX, parent=self))
        self.setFocusProxy(self._table)
