"""The papers room's controller: lays out the chosen paper, and records what was given."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Slot

from nurseapp.desktop.services.cases import OpenCase
from nurseapp.desktop.services.deeds import Subject
from nurseapp.desktop.services.handouts import Handouts
from nurseapp.desktop.services.printouts import Printouts
from nurseapp.desktop.ui.case.announcing import announce
from nurseapp.desktop.ui.case.case_holder import CaseHolder
from nurseapp.desktop.ui.case.papers.paper_lines import CARE_PLAN, PaperLine, paper_lines
from nurseapp.desktop.ui.case.papers.papers_actions import PapersActions
from nurseapp.desktop.ui.case.papers.papers_view import PapersView
from nurseapp.desktop.ui.printing.paper import Paper
from nurseapp.desktop.ui.printing.paper_desk import PaperDesk
from nurseapp.desktop.ui.wording.people import is_this_page_for_words
from nurseapp.domain.handout import Handout


class PapersRoom(QObject):
    """Let a nurse preview, print and give papers.

    Attributes:
        desk: previews, prints and saves the chosen paper.
    """

    def __init__(
        self,
        view: PapersView,
        actions: PapersActions,
        holder: CaseHolder,
        handouts: Handouts,
        printouts: Printouts,
        desk: PaperDesk,
    ) -> None:
        super().__init__(view)
        self.view = view
        self.desk = desk
        self._actions = actions
        self._holder = holder
        self._handouts = handouts
        self._printouts = printouts
        self._case: OpenCase | None = None
        self._all: tuple[Handout, ...] = ()
        self._lines: dict[str, PaperLine] = {}
        self._chosen = ""
        view.paper_chosen.connect(self.choose_paper)
        actions.large_print.toggled.connect(self._lay_out_again)
        actions.record_given.triggered.connect(self._record_given)
        holder.ask(handouts.all, self._take_handouts)

    def show_case(self, case: OpenCase) -> None:
        """Show the papers of a case; a plan that has changed is laid out anew."""
        is_other = self._case is None or self._case.id != case.id
        is_new_plan = self._case is not None and self._case.version != case.version
        self._case = case
        self._show_lines()
        if is_other:
            self._chosen = ""
            self.desk.show(None)
            self.choose(CARE_PLAN)
        elif is_new_plan and self._chosen == CARE_PLAN:
            self._lay_out()
        self._offer()

    def choose(self, key: object) -> None:
        """Choose a paper, as when somebody comes from another room."""
        self.view.choose(str(key))
        self.choose_paper(str(key))

    def leave(self) -> None:
        """Nothing is half typed."""

    @Slot(str)
    def choose_paper(self, key: str) -> None:
        """Lay a paper out and preview it."""
        if key in self._lines and key != self._chosen:
            self._chosen = key
            self.view.show_line(self._lines[key])
            self._lay_out()
        self._offer()

    @Slot(object)
    def _take_handouts(self, handouts: Sequence[Handout]) -> None:
        self._all = tuple(handouts)
        self._show_lines()

    def _show_lines(self) -> None:
        if self._case is not None:
            lines = paper_lines(self._case, self._all)
            self._lines = {line.key: line for line in lines}
            self.view.set_lines(lines)

    @Slot()
    def _lay_out_again(self) -> None:
        if self._chosen != CARE_PLAN:
            self._lay_out()

    def _lay_out(self) -> None:
        """Ask for the bytes of the chosen paper."""
        case, line = self._case, self._lines.get(self._chosen)
        if case is None or line is None:
            return
        self.desk.show(None)
        key, handout = self._chosen, line.handout
        paper = self._plan_paper(case) if handout is None else self._handout_paper(case, handout)
        self._holder.ask(lambda: (key, paper()), self._show_paper)

    def _plan_paper(self, case: OpenCase) -> Callable[[], Paper]:
        printouts, question = self._printouts, is_this_page_for_words(case.member)
        return lambda: Paper(
            pdf=printouts.care_plan(case.id),
            file_name="care-plan.pdf",
            subject=Subject(cases=(case.id,), what="care-plan"),
            question=question,
        )

    def _handout_paper(self, case: OpenCase, handout: Handout) -> Callable[[], Paper]:
        handouts, large = self._handouts, self._actions.large_print.isChecked()
        name = f"{handout.id}-{handout.language}"
        return lambda: Paper(
            pdf=handouts.pdf(handout, large_print=large),
            file_name=f"{name}.pdf",
            subject=Subject(cases=(case.id,), what=f"handout-{name}"),
        )

    def _show_paper(self, laid_out: tuple[str, Paper]) -> None:
        key, paper = laid_out
        if key == self._chosen:
            self.desk.show(paper)

    @Slot()
    def _record_given(self) -> None:
        case, line = self._case, self._lines.get(self._chosen)
        if case is None or line is None or line.handout is None:
            return
        handout, teach_back = line.handout, self.view.teach_back()
        large = self._actions.large_print.isChecked()
        self._holder.act(
            lambda: self._handouts.record_given(case.id, handout, teach_back, large_print=large),
            self._show_given,
        )

    def _show_given(self, _nothing: None) -> None:
        line = self._lines.get(self._chosen)
        if line is not None:
            self.view.show_line(line)
            announce(self.view, line.given)

    def _offer(self) -> None:
        a = self._actions
        line = self._lines.get(self._chosen)
        is_handout = line is not None and line.handout is not None
        may_write = self._case is not None and self._case.may_write
        a.offer((a.large_print,), is_handout)
        a.offer((a.record_given,), is_handout and may_write)
