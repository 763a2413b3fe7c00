"""The page of the documents: the list, and beside it the chosen one, or where it is.

Must not read a file: it says which was dropped on it, and what is wanted.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from nurseapp.desktop.ui.case.documents.document_lines import DocumentLine
from nurseapp.desktop.ui.case.documents.documents_actions import DocumentsActions
from nurseapp.desktop.ui.case.reason_asker import ReasonAsker
from nurseapp.desktop.ui.case.side_by_side import SideBySide
from nurseapp.desktop.ui.printing.paper_panel import PaperPanel
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton
from nurseapp.desktop.ui.widgets.columns import Column, Emphasis
from nurseapp.desktop.ui.widgets.data_table import DataTable
from nurseapp.desktop.ui.widgets.panel import Panel
from nurseapp.desktop.ui.widgets.states import EmptyState
from nurseapp.domain.ids import RecordId

PREVIEW_PX = 500


class DocumentsView(QWidget):
    """Show the documents room.

    Attributes:
        paper: the preview with its buttons.
        title: asks what a file is before it is attached.
        reason: asks why a document is withdrawn.

    Signals:
        line_chosen(object): the id of a document.
        files_dropped(object): the paths of files, as a tuple.
    """

    line_chosen = Signal(object)
    files_dropped = Signal(object)

    def __init__(
        self, theme: Theme, actions: DocumentsActions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.paper = PaperPanel(theme, actions.print_it, actions.save_it, self)
        self.title = ReasonAsker(self.tr("What is it?"), self.tr("Attach"), self)
        self.reason = ReasonAsker(self.tr("Why?"), self.tr("Withdraw"), self)
        self._table: DataTable[DocumentLine] = DataTable(
            theme, self._columns(), lambda line: line.record, self.tr("Documents"), self
        )
        self._why_not = QLabel(self)
        self._why_not.setWordWrap(True)
        dress(self._why_not, Look.DIM)
        self._how = self.tr("Drop a scan, an image or a PDF here, or attach one with Ctrl+O.")
        self._empty = EmptyState(self)
        self._lists = QStackedWidget(self)
        self._telling = EmptyState(self)
        self._sides = QStackedWidget(self)
        self._told: tuple[str, str, QAction | None] | None = None
        self._lay_out(theme, actions)
        self.refuse_files("")
        self._table.row_chosen.connect(self.line_chosen)

    def set_lines(self, lines: Sequence[DocumentLine]) -> None:
        """Show documents."""
        self._table.set_rows(lines)
        self._lists.setCurrentIndex(0 if lines else 1)

    def refuse_files(self, why: str) -> None:
        """Say beforehand why no file can be attached, where the list is heard too."""
        self._why_not.setText(why)
        self._why_not.setVisible(bool(why))
        self._table.setAccessibleDescription(why)
        self._empty.set_content(self.tr("No documents yet"), "" if why else self._how)
        self.setAcceptDrops(not why)

    def choose(self, record: RecordId) -> None:
        """Choose a document; an unknown one changes nothing."""
        self._table.choose(record)

    def show_paper(self, name: str) -> None:
        """Put the preview beside the list."""
        self.paper.preview.setAccessibleName(name)
        self._sides.setCurrentIndex(0)

    def tell(self, title: str, words: str, action: QAction | None = None) -> None:
        """Say beside the list why there is nothing to look at, and offer the next step."""
        if self._told != (title, words, action):  # else a button would lose the focus
            self._told = (title, words, action)
            self._telling.set_content(title, words, action)
        self._sides.setCurrentIndex(1)

    def is_telling(self) -> bool:
        """Tell whether there is nothing to look at."""
        return self._sides.currentIndex() == 1

    def focus_list(self) -> None:
        """Go to the list."""
        self._table.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.files_dropped.emit(_files(event))

    def _columns(self) -> tuple[Column[DocumentLine], ...]:
        return (
            Column(
                name="title",
                title=self.tr("Document"),
                words=lambda line: line.document.title,
                emphasis=Emphasis.STRONG,
                width=200,
                grows=True,
            ),
            Column(
                name="state", title=self.tr("Where"), chips=lambda line: (line.face,), width=150
            ),
            Column(
                name="kind",
                title=self.tr("Kind"),
                words=lambda line: line.kind,
                emphasis=Emphasis.DIM,
                width=66,
                may_hide=True,
            ),
            Column(
                name="size",
                title=self.tr("Size"),
                words=lambda line: line.size,
                width=74,
                numeric=True,
            ),
            Column(
                name="when",
                title=self.tr("Attached"),
                words=lambda line: line.when,
                emphasis=Emphasis.DIM,
                width=110,
            ),
            Column(
                name="who",
                title=self.tr("Who"),
                words=lambda line: line.who,
                emphasis=Emphasis.DIM,
                width=110,
                may_hide=True,
            ),
        )

    def _lay_out(self, theme: Theme, actions: DocumentsActions) -> None:
        panel = Panel("", self)
        panel.set_title(self.tr("Documents"))
        panel.add_button(ActionButton(actions.withdraw, look=Look.LINK, parent=self))
        panel.add_button(ActionButton(actions.fetch_all, parent=self))
        panel.add_button(ActionButton(actions.attach, parent=self))
        self._lists.addWidget(self._table)
        self._lists.addWidget(self._empty)
        panel.body.addWidget(self._why_not)
        panel.body.addWidget(self.title)
        panel.body.addWidget(self.reason)
        panel.body.addWidget(self._lists, 1)
        told = Panel("", self)
        told.set_title(self.tr("Preview"))
        told.body.addWidget(self._telling, 1)
        self._sides.addWidget(self.paper)
        self._sides.addWidget(told)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(SideBySide(theme, panel, self._sides, side_px=PREVIEW_PX, parent=self))
        self.setFocusProxy(self._table)


def _files(event: QDropEvent) -> tuple[Path, ...]:
    """Give the files that are dragged; what is no file on this computer is passed over."""
    urls = event.mimeData().urls()
    return tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())
