"""The documents room's controller: what is shown, fetched, withdrawn; attaching has its own."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Slot

from nurseapp.desktop.services.cases import OpenCase
from nurseapp.desktop.services.documents import DocumentState
from nurseapp.desktop.ui.case.case_holder import CaseHolder
from nurseapp.desktop.ui.case.documents.attaching import Attaching
from nurseapp.desktop.ui.case.documents.document_lines import DocumentLine, document_lines
from nurseapp.desktop.ui.case.documents.document_showing import DocumentShowing
from nurseapp.desktop.ui.case.documents.documents_actions import DocumentsActions
from nurseapp.desktop.ui.case.documents.documents_view import DocumentsView
from nurseapp.desktop.ui.case.tools import CaseTools
from nurseapp.desktop.ui.printing.choosers import OpenChooser
from nurseapp.desktop.ui.printing.paper_desk import PaperDesk
from nurseapp.desktop.ui.wording.refusals import refusal_words
from nurseapp.domain.attachment import Attachment
from nurseapp.domain.ids import CaseId, RecordId
from nurseapp.domain.refusal import DomainError


class DocumentsRoom(QObject):
    """Let a nurse attach, fetch, look at and withdraw documents.

    Attributes:
        files: the dialog that asks for a file, replaceable where no person answers.
        desk: previews, prints and saves the chosen document.
    """

    def __init__(
        self, view: DocumentsView, actions: DocumentsActions, holder: CaseHolder, tools: CaseTools
    ) -> None:
        super().__init__(view)
        self.view = view
        self.files = OpenChooser(self)
        self.desk = PaperDesk(
            view.paper,
            actions.print_it,
            actions.save_it,
            tools.desk.deeds,
            tools.runner,
            tools.failures,
        )
        self._showing = DocumentShowing(self.desk, holder, tools, self)
        self._actions = actions
        self._holder = holder
        self._tools = tools
        self._documents = tools.desk.documents
        self._attaching = Attaching(view.title, holder, self._documents, tools.online)
        self._case: OpenCase | None = None
        self._lines: dict[RecordId, DocumentLine] = {}
        self._chosen: RecordId | None = None
        self._connect()

    def show_case(self, case: OpenCase) -> None:
        """Show the documents of a case; where their files are is asked each time."""
        if self._case is None or self._case.id != case.id:
            self._chosen = None
            self._attaching.give_up()
            self.view.reason.hide()
        self._case = case
        self._holder.ask(lambda: (case.id, self._documents.states(case.id)), self._take_states)

    def choose(self, record: RecordId) -> None:
        """Choose a document, as when somebody comes from another room."""
        self._chosen = record
        self._show_lines()

    def leave(self) -> None:
        """Nothing is half typed that has to be kept."""

    def _connect(self) -> None:
        view, actions = self.view, self._actions
        view.line_chosen.connect(self._choose)
        view.files_dropped.connect(self._attach)
        view.reason.given.connect(self._withdraw)
        self.files.chosen.connect(self._attach)
        self._attaching.attached.connect(self.choose)
        actions.attach.triggered.connect(self._ask_file)
        actions.fetch.triggered.connect(self._fetch)
        actions.fetch_all.triggered.connect(self._fetch_all)
        actions.withdraw.triggered.connect(self._ask_reason)

    @Slot(object)
    def _take_states(self, told: tuple[CaseId, Mapping[RecordId, DocumentState]]) -> None:
        case_id, states = told
        if self._case is not None and self._case.id == case_id:
            lines = document_lines(self._case, states, self._tools.zone)
            self._lines = {line.record: line for line in lines}
            self._show_lines()

    def _show_lines(self) -> None:
        self.view.set_lines(tuple(self._lines.values()))
        if self._chosen is None:
            self._chosen = next(iter(self._lines), None)
        if self._chosen is not None:
            self.view.choose(self._chosen)
        self._show_chosen()

    @Slot(object)
    def _choose(self, record: object) -> None:
        self._chosen = RecordId(str(record))
        self.view.reason.hide()
        self._show_chosen()

    def _show_chosen(self) -> None:
        """Preview the chosen document where it is here; else say where it is."""
        line = self._line()
        if line is None or not line.is_standing or not line.state.is_here:
            self._showing.clear()
            self._tell(line)
        elif not self._showing.shows(line.record):
            self.view.show_paper(line.document.title)
            self._showing.open(line.document)
        self._offer()

    def _tell(self, line: DocumentLine | None) -> None:
        if line is None:
            words = self.tr("What you choose in the list is shown here.")
            self.view.tell(self.tr("Nothing is chosen"), words)
            return
        action = self._actions.fetch if line.can_fetch else None
        self.view.tell(*line.telling, action)

    @Slot()
    def _ask_file(self) -> None:
        self.files.ask(self.view.window())

    @Slot(object)
    def _attach(self, paths: object) -> None:
        if self._case is not None and self._case.may_write and isinstance(paths, tuple):
            self._attaching.begin(paths)

    @Slot()
    def _fetch(self) -> None:
        line = self._line()
        if line is not None and line.can_fetch:
            self._want((line.document,))

    @Slot()
    def _fetch_all(self) -> None:
        self._want(tuple(line.document for line in self._lines.values() if line.can_fetch))

    def _want(self, documents: tuple[Attachment, ...]) -> None:
        if self._case is not None and documents:
            case = self._case.id
            self._holder.act(lambda: self._documents.fetch(case, documents))
            self.view.focus_list()

    @Slot()
    def _ask_reason(self) -> None:
        self.view.reason.ask()

    @Slot(str)
    def _withdraw(self, reason: str) -> None:
        line = self._line()
        if self._case is not None and line is not None:
            case, record = self._case.id, line.record
            self._holder.act(lambda: self._documents.withdraw(case, record, reason))
            self.view.focus_list()

    def _line(self) -> DocumentLine | None:
        return None if self._chosen is None else self._lines.get(self._chosen)

    def _offer(self) -> None:
        a, line = self._actions, self._line()
        may_write = self._case is not None and self._case.may_write
        self._offer_attaching(may_write)
        a.offer((a.withdraw,), may_write and line is not None and line.is_standing)
        a.offer((a.fetch,), line is not None and line.can_fetch)
        a.offer((a.fetch_all,), any(one.can_fetch for one in self._lines.values()))
        a.offer((a.print_it, a.save_it), not self.view.is_telling())

    def _offer_attaching(self, may_write: bool) -> None:
        """Offer it; where this computer would lose the file, say so and let nobody begin."""
        attach = self._actions.attach
        self._actions.offer((attach,), may_write)
        if self._documents.keeps_nothing:
            why = refusal_words(DomainError("computer_keeps_nothing")).whole()
            attach.setEnabled(False)
            attach.setStatusTip(why)
            self.view.refuse_files(why if may_write else "")
