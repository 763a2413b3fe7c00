"""The notes room's controller: what is read, what is written, what is half typed."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import QObject, Qt, Slot

from nurseapp.desktop.services.cases import OpenCase
from nurseapp.desktop.services.notes import Notes
from nurseapp.desktop.ui.case.announcing import announce
from nurseapp.desktop.ui.case.case_holder import CaseHolder
from nurseapp.desktop.ui.case.notes.draft_keeping import DraftKeeper, DraftKeeping
from nurseapp.desktop.ui.case.notes.half_note import HalfNote
from nurseapp.desktop.ui.case.notes.note_lines import NoteLine, note_lines
from nurseapp.desktop.ui.case.notes.notes_actions import NotesActions
from nurseapp.desktop.ui.case.notes.notes_view import NotesView
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.domain.ids import RecordId


class NotesRoom(QObject):
    """Let a nurse read and write notes, and log contacts.

    Attributes:
        half: the note or the contact that is being written.
    """

    def __init__(
        self,
        view: NotesView,
        actions: NotesActions,
        holder: CaseHolder,
        notes: Notes,
        drafts: DraftKeeper,
        zone: tzinfo,
    ) -> None:
        super().__init__(view)
        self.view = view
        self._actions = actions
        self._holder = holder
        self._notes = notes
        self._drafts = DraftKeeping(drafts, holder, self)
        self._zone = zone
        self.half = HalfNote(view, actions, self._drafts, self.choose)
        self._case: OpenCase | None = None
        self._lines: dict[RecordId, NoteLine] = {}
        self._about: RecordId | None = None
        self._being_saved = ""
        self._connect()

    def show_case(self, case: OpenCase) -> None:
        """Show the notes of a case; what is half written stays."""
        is_other = self._case is None or self._case.id != case.id
        if is_other:
            self._drafts.keep_now()
            self._being_saved = ""
        self._case = case
        lines = note_lines(case, self._zone)
        self._lines = {line.record: line for line in lines}
        self.view.set_lines(lines)
        if is_other:
            self._write(None)
        elif self.view.shows(self.view.reader):
            self._read(self.view.chosen_id())
        self._offer()

    def choose(self, record: RecordId) -> None:
        """Read a note or contact, as when somebody comes from another room."""
        self.view.choose(record)
        self._read(record)

    def leave(self) -> None:
        """Keep what is half typed before the room is left."""
        self._drafts.keep_now()

    @Slot(str)
    def set_saved(self, words: str) -> None:
        """Say at the foot what is saved and what waits."""
        self.view.writer.set_foot(words)

    def _connect(self) -> None:
        view, actions = self.view, self._actions
        view.line_chosen.connect(self._read)
        view.writer.text_changed.connect(self._drafts.keep)
        self._drafts.restored.connect(self._show_draft)
        view.writer.given_up.connect(view.focus_list)
        view.contact.given_up.connect(self._begin_note)
        view.reader.error_given.connect(self._mark_error)
        actions.write.triggered.connect(self._begin_note)
        actions.addendum.triggered.connect(self._begin_addendum)
        actions.log_contact.triggered.connect(self._begin_contact)
        actions.save.triggered.connect(self._save)
        self._holder.not_done.connect(self._on_not_saved)

    @Slot(object)
    def _read(self, record: object) -> None:
        line = self._line(record)
        if line is not None:
            self._drafts.keep_now()
            self.view.reader.show_line(line)
            self.view.show_side(self.view.reader)
        self._offer()

    @Slot()
    def _begin_note(self) -> None:
        if not self.view.shows(self.view.writer) or self._about is not None:
            self._write(None)
        self.view.writer.setFocus()

    @Slot()
    def _begin_addendum(self) -> None:
        line = self._line(self.view.chosen_id())
        if line is not None and line.may_add:
            self._write(line)
            self.view.writer.setFocus()

    @Slot()
    def _begin_contact(self) -> None:
        if self._case is not None:
            self.view.contact.begin(self._case.member.given_name)
            self.view.show_side(self.view.contact)
            self.view.contact.setFocus(Qt.FocusReason.TabFocusReason)  # selects the name
            self._offer()

    def _write(self, about: NoteLine | None) -> None:
        """Turn to the writer, with what was half typed there before."""
        assert self._case is not None  # noqa: S101  # a case is shown whenever something is written
        self._about = self.half.about = None if about is None else about.record
        title, aside = self.tr("New note"), ""
        if about is not None:
            title = self.tr("Addendum")
            aside = filled(self.tr("to the note of %1"), about.when)
        self.view.writer.begin(title, aside)
        self.view.writer.set_read_only(not self._case.may_write)
        self.view.show_side(self.view.writer)
        self._drafts.begin(f"{self._case.id}:note:{self._about or ''}")
        self._offer()

    @Slot(str)
    def _show_draft(self, text: str) -> None:
        """Bring back what was half typed, before what was typed in the meantime."""
        typed = self.view.writer.text()
        self.view.writer.restore(f"{text}\n{typed}" if typed else text)

    @Slot()
    def _save(self) -> None:
        if self.view.shows(self.view.writer):
            self._save_note()
        elif self._case is not None and self.view.shows(self.view.contact):
            case, typed = self._case.id, self.view.contact.typed()
            self._holder.act(
                lambda: self._notes.log_contact(
                    case, typed.with_whom, typed.channel, typed.outcome, typed.text
                ),
                self._on_logged,
            )

    def _save_note(self) -> None:
        text = self.view.writer.text()
        if self._case is not None and text and not self._being_saved:
            self._being_saved = text
            case, about = self._case.id, self._about
            write = self._drafts.saving(text, lambda: self._notes.write(case, text, about))
            self._holder.act(write, self._on_written)

    def _on_written(self, _note: RecordId) -> None:
        saved, self._being_saved = self._being_saved, ""
        typed = self.view.writer.text()
        self._drafts.drop()
        self._write(None)
        if typed != saved:  # she went on while it was being saved
            rest = typed.removeprefix(saved).lstrip()
            self.view.writer.restore(rest)
            self._drafts.keep(rest)
        announce(self.view, self.tr("The note is saved"))

    @Slot()
    def _on_not_saved(self) -> None:
        self._being_saved = ""

    def _on_logged(self, contact: RecordId) -> None:
        self.view.contact.begin("")
        self.choose(contact)
        self.view.focus_list()

    @Slot(str)
    def _mark_error(self, reason: str) -> None:
        record = self.view.chosen_id()
        if self._case is not None and record is not None:
            case, note = self._case.id, RecordId(str(record))
            self._holder.act(lambda: self._notes.mark_as_error(case, note, reason))
            self.view.focus_list()

    def _line(self, record: object) -> NoteLine | None:
        return self._lines.get(RecordId(str(record)))

    def _offer(self) -> None:
        """Offer what can be done with what is shown."""
        a = self._actions
        may_write = self._case is not None and self._case.may_write
        line = self._line(self.view.chosen_id())
        reading = self.view.shows(self.view.reader) and line is not None and line.may_add
        a.offer((a.write, a.log_contact), may_write)
        a.offer((a.addendum,), may_write and reading)
        a.offer((a.mark_error,), may_write and reading and line is not None and not line.error)
        a.offer((a.save,), may_write and not self.view.shows(self.view.reader))
