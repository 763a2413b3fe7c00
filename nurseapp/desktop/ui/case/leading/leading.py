"""Leads a case: what a nurse proposes is written here, what a supervisor decides is sent at once.

Sending waits for the network on a thread of its own; offline the page says so and nothing is done.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from nurseapp.desktop.services.cases import OpenCase
from nurseapp.desktop.ui.case.case_holder import CaseHolder
from nurseapp.desktop.ui.case.leading.correction_form import CorrectionForm
from nurseapp.desktop.ui.case.leading.leading_actions import LeadingActions
from nurseapp.desktop.ui.case.leading.nurse_chooser import NurseChooser
from nurseapp.desktop.ui.case.reason_asker import ReasonAsker
from nurseapp.desktop.ui.case.tools import CaseTools
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.domain.events import Event
from nurseapp.domain.ids import UserId
from nurseapp.domain.member import Member
from nurseapp.domain.revising import FieldValue


class LeadingQuestions:
    """The questions that leading a case asks, one at a time, under the tabs.

    Attributes:
        all: every one of them, for the page to place.
    """

    def __init__(self, theme: Theme, page: QWidget) -> None:
        translate = QCoreApplication.translate
        self.proposal = ReasonAsker(
            translate("leading", "Why can this case be closed?"),
            translate("leading", "Propose closing"),
            page,
        )
        self.closing = ReasonAsker(
            translate("leading", "Why is this case closed?"),
            translate("leading", "Close the case"),
            page,
        )
        self.nurses = NurseChooser(page)
        self.correction = CorrectionForm(theme, page)
        self.correction.put_away.connect(page.setFocus)
        self.all = (self.proposal, self.closing, self.nurses, self.correction)

    def put_away(self) -> None:
        """Ask nothing any more: another case is shown."""
        for question in self.all:
            question.hide()


class Leading(QObject):
    """Ask, prepare, send.

    Signals:
        decided(): the server took a decision; a sync brings it here.
    """

    decided = Signal()

    def __init__(
        self,
        questions: LeadingQuestions,
        actions: LeadingActions,
        holder: CaseHolder,
        tools: CaseTools,
    ) -> None:
        super().__init__(holder)
        self._questions = questions
        self._actions = actions
        self._holder = holder
        self._tools = tools
        self._shown: str | None = None
        holder.opened.connect(self._follow)
        actions.propose.triggered.connect(questions.proposal.ask)
        actions.close_case.triggered.connect(questions.closing.ask)
        actions.assign.triggered.connect(self._ask_nurse)
        actions.correct.triggered.connect(self._ask_correction)
        questions.proposal.given.connect(self._propose)
        questions.closing.given.connect(self._close)
        questions.nurses.chosen.connect(self._assign)
        questions.correction.proposed.connect(self._correct)

    @Slot(object)
    def _follow(self, case: OpenCase) -> None:
        may_lead = self._tools.desk.is_supervisor and case.row.closed_on is None
        self._actions.offer_to(may_write=case.may_write, may_lead=may_lead)
        if case.id != self._shown:
            self._shown = case.id
            self._questions.put_away()

    @Slot()
    def _ask_nurse(self) -> None:
        self._holder.ask(self._tools.desk.caseloads.nurses, self._show_nurses)

    def _show_nurses(self, nurses: Mapping[UserId, str]) -> None:
        if self._holder.case is not None:
            self._questions.nurses.ask(nurses, self._holder.case.case.nurse)

    @Slot(str)
    def _propose(self, reason: str) -> None:
        case = self._holder.case
        if case is not None:
            self._holder.act(lambda: self._tools.desk.assignments.propose_closing(case.id, reason))

    @Slot()
    def _ask_correction(self) -> None:
        case = self._holder.case
        if case is not None:
            self._questions.correction.ask(case.member, case.today)

    @Slot(object, object)
    def _correct(self, seen: Member, now: Mapping[str, FieldValue]) -> None:
        case = self._holder.case
        if case is not None:
            assignments = self._tools.desk.assignments
            self._holder.act(lambda: assignments.propose_correction(case.id, seen, now))

    @Slot(str)
    def _close(self, reason: str) -> None:
        case = self._holder.case
        if case is not None:
            self._holder.ask(
                lambda: self._tools.desk.assignments.closing(case.id, reason), self._send
            )

    @Slot(object)
    def _assign(self, nurse: UserId | None) -> None:
        case = self._holder.case
        if case is not None:
            self._holder.ask(
                lambda: self._tools.desk.assignments.assignment(case.id, nurse), self._send
            )

    def _send(self, prepared: Event) -> None:
        self._tools.online.submit(
            lambda: self._tools.desk.assignments.send(prepared), self._on_sent, self._holder.tell
        )

    def _on_sent(self, _nothing: None) -> None:
        self.decided.emit()
