"""The page of the papers: the list, and beside it the preview with what comes after.

Must not lay out, print or record: it says which paper is chosen and what is wanted.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nurseapp.desktop.ui.case.editor_fields import ChoiceField
from nurseapp.desktop.ui.case.papers.paper_lines import PaperLine
from nurseapp.desktop.ui.case.papers.papers_actions import PapersActions
from nurseapp.desktop.ui.case.side_by_side import SideBySide
from nurseapp.desktop.ui.printing.paper_panel import PaperPanel
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton
from nurseapp.desktop.ui.widgets.columns import Column, Emphasis
from nurseapp.desktop.ui.widgets.data_table import DataTable
from nurseapp.desktop.ui.widgets.panel import Panel
from nurseapp.desktop.ui.wording.records import teach_back_words
from nurseapp.domain.handout import TeachBack

PREVIEW_PX = 500
_OFFERED = (TeachBack.NOT_ASKED, TeachBack.CORRECT, TeachBack.PARTLY, TeachBack.NOT_YET)


class PapersView(QWidget):
    """Show the papers room.

    Attributes:
        paper: the preview with its buttons.

    Signals:
        paper_chosen(str): the key of a paper.
    """

    paper_chosen = Signal(str)

    def __init__(self, theme: Theme, actions: PapersActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paper = PaperPanel(theme, actions.print_it, actions.save_it, self)
        self._table: DataTable[PaperLine] = DataTable(
            theme, self._columns(), lambda line: line.key, self.tr("Papers"), self
        )
        self._large = QCheckBox(self.tr("Large print  Ctrl+L"), self)
        self._questions = QLabel(self)
        self._teach_back = ChoiceField(
            self.tr("Teach-back"), [(t, teach_back_words(t)) for t in _OFFERED], self
        )
        self._given = QLabel(self)
        self._after = QWidget(self)
        self._lay_out(theme, actions)
        self._table.row_chosen.connect(self._tell_chosen)
        actions.large_print.toggled.connect(self._large.setChecked)
        self._large.toggled.connect(actions.large_print.setChecked)

    def set_lines(self, lines: Sequence[PaperLine]) -> None:
        """Show the papers."""
        self._table.set_rows(lines)

    def choose(self, key: str) -> None:
        """Choose a paper; an unknown one changes nothing."""
        self._table.choose(key)

    def show_line(self, line: PaperLine) -> None:
        """Say of the chosen paper what comes after printing it."""
        self.paper.preview.setAccessibleName(line.title)
        handout = line.handout
        self._after.setVisible(handout is not None)
        self._large.setVisible(handout is not None)
        if handout is not None:
            asked = "\n".join(f"• {question}" for question in handout.teach_back)
            self._questions.setText(asked)
            self._questions.setVisible(bool(asked))
        self._teach_back.set_value(TeachBack.NOT_ASKED)
        self._given.setText(line.given)
        self._given.setVisible(bool(line.given))

    def teach_back(self) -> TeachBack:
        """Give how the member explained it back."""
        return TeachBack(str(self._teach_back.value()))

    def _columns(self) -> tuple[Column[PaperLine], ...]:
        return (
            Column(
                name="title",
                title=self.tr("Paper"),
                words=lambda line: line.title,
                emphasis=Emphasis.STRONG,
                width=240,
                grows=True,
            ),
            Column(
                name="topic",
                title=self.tr("Topic"),
                words=lambda line: line.topic,
                emphasis=Emphasis.DIM,
                width=100,
                may_hide=True,
            ),
            Column(
                name="language",
                title=self.tr("Language"),
                words=lambda line: line.language,
                width=92,
            ),
            Column(
                name="grade",
                title=self.tr("Grade"),
                words=lambda line: line.grade,
                width=66,
                numeric=True,
            ),
            Column(
                name="reviewed",
                title=self.tr("Reviewed"),
                words=lambda line: line.reviewed,
                emphasis=Emphasis.DIM,
                width=108,
            ),
        )

    def _lay_out(self, theme: Theme, actions: PapersActions) -> None:
        for label in (self._questions, self._given):
            label.setWordWrap(True)
            dress(label, Look.DIM)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._teach_back, 1)
        button = ActionButton(actions.record_given, parent=self)
        row.addWidget(button)
        after = QVBoxLayout(self._after)
        after.setContentsMargins(0, 0, 0, 0)
        after.setSpacing(8)
        after.addWidget(self._questions)
        after.addLayout(row)
        after.addWidget(self._given)
        self.paper.body.addWidget(self._large)
        self.paper.body.addWidget(self._after)
        panel = Panel("", self)
        panel.set_title(self.tr("Papers"), self.tr("handouts carry no names"))
        panel.body.addWidget(self._table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(SideBySide(theme, panel, self.paper, side_px=PREVIEW_PX, parent=self))
        self.setFocusProxy(self._table)

    def _tell_chosen(self, key: object) -> None:
        self.paper_chosen.emit(str(key))
