"""The screening room's controller: forms, the open form, signing and declining."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import QObject, Signal, Slot

from nurseapp.desktop.services.cases import OpenCase
from nurseapp.desktop.services.screenings import OpenScreening, Screenings
from nurseapp.desktop.ui.case.case_holder import CaseHolder
from nurseapp.desktop.ui.case.screening.choices import form_choice, signed_of
from nurseapp.desktop.ui.case.screening.form_filling import FormFilling
from nurseapp.desktop.ui.case.screening.half_form import HalfForm
from nurseapp.desktop.ui.case.screening.score_words import (
    result_lines,
    score_face,
    signed_words,
    trend,
    why_not_signed,
)
from nurseapp.desktop.ui.case.screening.screening_actions import ScreeningActions
from nurseapp.desktop.ui.case.screening.screening_view import ScreeningView
from nurseapp.desktop.ui.widgets.chip_face import ChipKind
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.domain.asking import standings
from nurseapp.domain.form import Form
from nurseapp.domain.ids import RecordId
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.scoring import Score
from nurseapp.domain.screening import Screening


class ScreeningRoom(QObject):
    """Let a nurse screen a member.

    Attributes:
        filling: of the open form.
        half: the form that is being filled.

    Signals:
        concern_raised(object): the SafetyConcern that an answer raised; the panel opens.
    """

    concern_raised = Signal(object)

    def __init__(
        self,
        view: ScreeningView,
        actions: ScreeningActions,
        holder: CaseHolder,
        screenings: Screenings,
        zone: tzinfo,
    ) -> None:
        super().__init__(view)
        self.view = view
        self._actions = actions
        self._holder = holder
        self._screenings = screenings
        self._zone = zone
        self._case: OpenCase | None = None
        self._forms: dict[str, Form] = {}
        self.filling = FormFilling(view.sheet, holder, screenings)
        self.half = HalfForm(self.filling, self.open_form)
        self._connect()

    def show_case(self, case: OpenCase) -> None:
        """Show the forms of a case; a form of the same case stays open."""
        is_other = self._case is None or self._case.id != case.id
        self._case = case
        if is_other:
            self._close()
            self._holder.ask(self._screenings.forms, self._take_forms)
        elif self.filling.form() is None:
            self._show_choices()

    def choose(self, record: RecordId) -> None:
        """Show a signed form, as when somebody comes from another room."""
        case = self._case
        signed = [s for s in case.screenings if s.id == record] if case is not None else []
        form = self._forms.get(signed[0].form) if signed else None
        if form is not None and signed[0].version == form.version and signed[0].score is not None:
            self._show_signed(form, signed[0], signed[0].score)

    @Slot(str)
    def open_form(self, form_id: str) -> None:
        """Open a form, or its draft; a refusal is said by the page."""
        if self._case is None:
            return
        case = self._case.id
        if self._case.may_write:
            self._holder.ask(lambda: self._screenings.start(case, form_id), self._on_started)
        else:
            self._holder.tell(DomainError("may_not_write", case=case))

    @Slot()
    def resume(self) -> None:
        """Go on with the form after the safety panel has ended."""
        form = self.filling.form()
        if self._case is not None and form is not None:
            case, form_id = self._case.id, form.id
            self._holder.ask(lambda: self._screenings.start(case, form_id), self.filling.resume)

    @Slot(str)
    def set_saved(self, words: str) -> None:
        """Say at the foot what is saved and what waits."""
        self.view.score.set_foot(words)

    def leave(self) -> None:
        """Nothing is half typed: each answer is kept at once."""

    def _connect(self) -> None:
        view, filling, actions = self.view, self.filling, self._actions
        view.chooser.opened.connect(self.open_form)
        view.chooser.looked_at.connect(self._look_at)
        view.closed.connect(self._close)
        view.sheet.decline_asked.connect(view.ask_reason)
        view.decline_given.connect(self._decline)
        filling.changed.connect(self._show_score)
        filling.concern_raised.connect(self.concern_raised)
        actions.sign.triggered.connect(self._sign)
        actions.close_form.triggered.connect(self._close)
        actions.offer(actions.all, False)

    @Slot(object)
    def _take_forms(self, forms: tuple[Form, ...]) -> None:
        self._forms = {form.id: form for form in forms}
        self._show_choices()

    def _show_choices(self) -> None:
        if self._case is not None:
            found = (form_choice(f, self._case, self._zone) for f in self._forms.values())
            choices = sorted(found, key=lambda c: (c.face.kind is not ChipKind.DUE, c.short))
            self.view.chooser.set_choices(choices)
            self._look_at(self.view.chooser.chosen_form())

    @Slot(str)
    def _look_at(self, form_id: str) -> None:
        if form_id in self._forms and self.filling.form() is None:
            self._show_results(self._forms[form_id])

    @Slot(object)
    def _on_started(self, opened: OpenScreening) -> None:
        if self._case is None or self._case.id != opened.case:
            return
        self._actions.offer(self._actions.all, True)
        self.view.show_form(opened.form)
        self._show_results(opened.form)
        self.filling.open(opened)

    @Slot(object)
    def _show_score(self, kept: OpenScreening) -> None:
        face = score_face(kept.form, kept.score, kept.sex, safety_is_open=kept.concern is not None)
        self.view.score.show_score(face)
        why = why_not_signed(kept.score, safety_is_open=kept.concern is not None)
        self._actions.sign.setEnabled(not why)
        self._actions.sign.setStatusTip(why)
        items = kept.score.items
        at = filled(self.tr("Sign at %1 of %2"), items, items)
        self._actions.sign.setText(self.tr("Sign") if kept.score.complete else at)
        self.view.set_why_not(why if kept.score.complete else "")

    def _show_results(self, form: Form) -> None:
        case = self._case
        if case is None:
            return
        signed = signed_of(form, case)
        before = self.tr("%1 before") if signed else self.tr("No %1 before")
        self.view.score.show_results(
            filled(before, form.short),
            result_lines(signed, case.today, self._zone),
            trend(form, case.member.sex, signed, case.today, self._zone),
        )

    def _show_signed(self, form: Form, signed: Screening, score: Score) -> None:
        self._close()
        self._actions.offer((self._actions.close_form,), True)
        self.view.show_form(form)
        self.view.sheet.set_answers(signed.answers, standings(form, signed.answers))
        self.view.sheet.set_locked(True)
        self._show_results(form)
        self.view.score.show_score(score_face(form, score, signed.sex, safety_is_open=False))
        self.view.show_signed(signed_words(form))

    @Slot()
    def _sign(self) -> None:
        shown = self.filling.shown()
        if shown is not None:
            self._holder.act(lambda: self._screenings.sign(shown), self._on_signed)

    def _on_signed(self, signed: OpenScreening) -> None:
        self.filling.lock()
        self._actions.offer((self._actions.sign, self._actions.hand_over), False)
        self.view.show_signed(signed_words(signed.form))
        self.view.setFocus()

    @Slot(str)
    def _decline(self, reason: str) -> None:
        shown = self.filling.shown()
        if shown is not None:
            self._holder.act(lambda: self._screenings.decline(shown, reason), self._on_declined)

    def _on_declined(self, _nothing: None) -> None:
        self._close()

    @Slot()
    def _close(self) -> None:
        self.filling.close()
        self._actions.offer(self._actions.all, False)
        self.view.show_chooser()
        self._show_choices()
