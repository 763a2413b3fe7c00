"""The papers of a case as lines: the member's plan first, then handouts in their language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.services.cases import OpenCase
from nurseapp.desktop.ui.wording.days import date_words, short_date_words
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.desktop.ui.wording.people import language_words
from nurseapp.desktop.ui.wording.records import teach_back_words
from nurseapp.domain.handout import Handout

CARE_PLAN = "care-plan"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """One paper; ``handout`` is None for the plan."""

    key: str
    handout: Handout | None
    title: str
    topic: str
    language: str
    grade: str
    reviewed: str
    given: str


def paper_lines(case: OpenCase, handouts: Sequence[Handout]) -> tuple[PaperLine, ...]:
    """List the papers, those in the member's language before the others."""
    wanted = (case.member.language or "").partition("-")[0]
    ordered = sorted(handouts, key=lambda h: (h.language.partition("-")[0] != wanted, h.title))
    plan = PaperLine(
        key=CARE_PLAN,
        handout=None,
        title=QCoreApplication.translate("papers", "Care plan, the member's copy"),
        topic=QCoreApplication.translate("papers", "Plan"),
        language=language_words(case.member.language, interpreter=False),
        grade="",
        reviewed="",
        given="",
    )
    return (plan, *(_line(handout, case) for handout in ordered))


def _line(handout: Handout, case: OpenCase) -> PaperLine:
    return PaperLine(
        key=f"{handout.id}:{handout.language}",
        handout=handout,
        title=handout.title,
        topic=handout.topic.replace("-", " ").capitalize(),
        language=language_words(handout.language, interpreter=False),
        grade="—" if handout.grade is None else f"{handout.grade:.1f}",
        reviewed=_reviewed_words(handout),
        given=_given_words(handout, case),
    )


def _reviewed_words(handout: Handout) -> str:
    try:
        return date_words(date.fromisoformat(handout.reviewed))
    except ValueError:
        return QCoreApplication.translate("papers", "Not reviewed")


def _given_words(handout: Handout, case: OpenCase) -> str:
    """Say when it was last given and how teach-back went."""
    last = next((given for given in case.handouts if given.handout == handout.id), None)
    if last is None:
        return ""
    on = short_date_words(last.at.date(), case.today)
    given = QCoreApplication.translate("papers", "Given %1. Teach-back: %2.")
    return filled(given, on, teach_back_words(last.teach_back))
