"""Opens the chosen document and previews it; opening runs beside the store, for a large one takes
its time.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from nurseapp.desktop.services.cases import OpenCase
from nurseapp.desktop.services.deeds import DeedKind, Subject
from nurseapp.desktop.services.documents import Documents
from nurseapp.desktop.services.page_images import page_sizes
from nurseapp.desktop.ui.case.case_holder import CaseHolder
from nurseapp.desktop.ui.case.documents.picture import picture_pdf
from nurseapp.desktop.ui.case.tools import CaseTools
from nurseapp.desktop.ui.printing.paper import Paper
from nurseapp.desktop.ui.printing.paper_desk import PaperDesk
from nurseapp.desktop.ui.wording.people import is_this_page_for_words
from nurseapp.domain.attachment import Attachment, MediaType
from nurseapp.domain.ids import RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    record: RecordId
    pdf: bytes


class DocumentShowing(QObject):
    """Show one document at a time; one that was opened too late is dropped.

    Attributes:
        desk: previews, prints and saves.
    """

    def __init__(
        self, desk: PaperDesk, holder: CaseHolder, tools: CaseTools, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self._holder = holder
        self._tools = tools
        self._documents: Documents = tools.desk.documents
        self._shown: RecordId | None = None

    def clear(self) -> None:
        """Show nothing."""
        self._shown = None
        self.desk.show(None)

    def shows(self, record: RecordId) -> bool:
        """Tell whether this is the document that is shown, or being opened."""
        return self._shown == record

    def open(self, document: Attachment) -> None:
        """Open a document that is here."""
        self._shown = document.id
        self.desk.show(None)
        self._tools.online.submit(
            lambda: self._pages(document), self._check_pages, self._not_opened
        )

    def _pages(self, document: Attachment) -> _Opened:
        content = self._documents.content(document)
        is_pdf = document.media is MediaType.PDF
        return _Opened(record=document.id, pdf=content if is_pdf else picture_pdf(content))

    def _check_pages(self, opened: _Opened) -> None:
        """Let the one thread that may look whether they are pages at all, and write it down."""
        case, deeds = self._holder.case, self._tools.desk.deeds

        def checked() -> _Opened:
            page_sizes(opened.pdf)
            if case is not None:
                deeds.note(DeedKind.LOOK, _subject(case, opened.record))
            return opened

        self._tools.runner.submit(checked, self._show_paper, self._not_opened)

    def _show_paper(self, opened: _Opened) -> None:
        case = self._holder.case
        if self.shows(opened.record) and case is not None:
            question = is_this_page_for_words(case.member)
            paper = Paper(
                pdf=opened.pdf,
                file_name="document.pdf",
                subject=_subject(case, opened.record),
                question=question,
            )
            self.desk.show(paper)

    def _not_opened(self, error: Exception) -> None:
        self._holder.tell(error)
        self._holder.reopen()  # a damaged copy is fetched again, which its line shows


def _subject(case: OpenCase, document: RecordId) -> Subject:
    return Subject(cases=(case.id,), what=f"document-{document}")
