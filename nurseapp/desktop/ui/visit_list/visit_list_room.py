"""Lays out the visit list on the store's thread and shows it as a paper."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nurseapp.desktop.services.caseloads import Filter
from nurseapp.desktop.services.deeds import Deeds, Subject
from nurseapp.desktop.services.printouts import Printouts, VisitList
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.printing.paper import Paper
from nurseapp.desktop.ui.printing.paper_desk import PaperDesk
from nurseapp.desktop.ui.printing.paper_panel import PaperPanel
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton
from nurseapp.desktop.ui.widgets.panel import PageHeader

FILE_NAME = "visit-list.pdf"


class VisitListView(QWidget):
    """Show the paper, with the way back."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = self._made(self.tr("Back to the list"), "Esc")
        self.print_it = self._made(self.tr("Print…"), "Ctrl+P")
        self.save_it = self._made(self.tr("Save as PDF…"), "Ctrl+S")
        header = PageHeader(self.tr("Visit list"), self)
        header.set_subtitle(self.tr("Initials and numbers only. Keep it with you and shred it."))
        header.add_widget(ActionButton(self.back, parent=self))
        self.paper = PaperPanel(theme, self.print_it, self.save_it, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addWidget(header)
        column.addWidget(self.paper, 1)
        self.setFocusProxy(self.paper.preview)

    def _made(self, words: str, key: str) -> QAction:
        action = QAction(words, self)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(action)
        return action


class VisitListRoom(QObject):
    """Show one visit list.

    Signals:
        left(): back to the list of cases.
    """

    left = Signal()

    def __init__(
        self,
        view: VisitListView,
        printouts: Printouts,
        deeds: Deeds,
        runner: Runner,
        failures: Failures,
    ) -> None:
        super().__init__(view)
        self.view = view
        self._printouts = printouts
        self._runner = runner
        self._failures = failures
        self._desk = PaperDesk(view.paper, view.print_it, view.save_it, deeds, runner, failures)
        view.back.triggered.connect(self.left)

    def show_list(self, shown: Filter) -> None:
        """Lay out the cases that a filter shows."""
        self._desk.show(None)
        self._runner.submit(
            lambda: self._printouts.visit_list(shown), self._show, self._failures.report
        )

    @Slot(object)
    def _show(self, laid_out: VisitList) -> None:
        subject = Subject(cases=laid_out.cases, what="visit-list")
        self._desk.show(Paper(pdf=laid_out.pdf, file_name=FILE_NAME, subject=subject))
