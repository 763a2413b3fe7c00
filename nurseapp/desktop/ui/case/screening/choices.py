"""What the chooser of forms says about each form for one member."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.services.cases import OpenCase
from nurseapp.desktop.ui.case.screening.form_chooser import FormChoice
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.wording.days import short_date_words
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.desktop.ui.wording.refusals import refusal_words
from nurseapp.desktop.ui.wording.screening import result_words
from nurseapp.domain.caseload import MarkKind
from nurseapp.domain.form import Form
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.screening import Screening, ScreeningState, check_may_screen


def form_choice(form: Form, case: OpenCase, zone: tzinfo) -> FormChoice:
    """Say how a form stands for a member; a refusal is said in words."""
    refused = _refusal(form, case)
    return FormChoice(
        form=form.id,
        short=form.short,
        title=refused or form.title,
        last=_last_words(signed_of(form, case), case, zone),
        face=_face(form, case, is_refused=bool(refused)),
    )


def signed_of(form: Form, case: OpenCase) -> tuple[Screening, ...]:
    """List the signed screenings of a form, newest first."""
    return tuple(
        s for s in case.screenings if s.form == form.id and s.state is ScreeningState.SIGNED
    )


def _refusal(form: Form, case: OpenCase) -> str:
    try:
        check_may_screen(form, case.member, case.today)
    except DomainError as refusal:
        return refusal_words(refusal).whole()
    return ""


def _face(form: Form, case: OpenCase, *, is_refused: bool) -> ChipFace:
    drafts = [s for s in case.screenings if s.form == form.id and s.state is ScreeningState.DRAFT]
    due = any(mark.kind is MarkKind.SCREENING_DUE for mark in case.marks)
    if is_refused:
        words = QCoreApplication.translate("screening", "Not for this member")
        return ChipFace(kind=ChipKind.NEUTRAL, words=words)
    if drafts:
        begun = QCoreApplication.translate("screening", "%1 of %2 answered")
        answered = sum(item in drafts[0].answers for item in form.policy.items)
        return ChipFace(kind=ChipKind.DUE, words=filled(begun, answered, len(form.policy.items)))
    if due and form.id not in case.row.screened:
        return ChipFace(kind=ChipKind.DUE, words=QCoreApplication.translate("screening", "Due"))
    if form.id in case.row.screened:
        return ChipFace(
            kind=ChipKind.ON_TIME, words=QCoreApplication.translate("screening", "Done")
        )
    return ChipFace(kind=ChipKind.NEUTRAL, words=QCoreApplication.translate("screening", "Open"))


def _last_words(signed: tuple[Screening, ...], case: OpenCase, zone: tzinfo) -> str:
    if not signed or signed[0].score is None:
        return "—"
    on = short_date_words(signed[0].at.astimezone(zone).date(), case.today)
    return f"{signed[0].score.total} {result_words(signed[0].score)} · {on}"
