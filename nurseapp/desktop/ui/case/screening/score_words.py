"""What the score panel says, from a form being filled or signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.widgets.trend_chart import Trend, TrendPoint
from nurseapp.desktop.ui.wording.days import short_date_words
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.desktop.ui.wording.screening import (
    band_source_words,
    band_words,
    caution_words,
    pattern_words,
    result_words,
    verdict_words,
)
from nurseapp.domain.form import Form
from nurseapp.domain.member import Sex
from nurseapp.domain.scoring import Score
from nurseapp.domain.screening import Screening

SHOWN_BEFORE = 3
SHOWN_IN_CHART = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreFace:
    """What the panel says: the figure, words under it, lines by their kind, the source."""

    figure: str
    words: str
    is_final: bool = False
    lines: tuple[ChipFace, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultLine:
    """One earlier result."""

    when: str
    figure: str
    words: str


def score_face(form: Form, score: Score, sex: Sex, *, safety_is_open: bool) -> ScoreFace:
    """Say how far a form is, and what it came to once it is complete; never before."""
    lines = list(_safety()) if safety_is_open else []
    if score.total is None:
        answered = QCoreApplication.translate("score", "%1 of %2 answered")
        until = QCoreApplication.translate("score", "No total until all %1 are answered.")
        return ScoreFace(
            figure=filled(answered, score.answered, score.items),
            words=filled(until, score.items),
            lines=tuple(lines),
        )
    kind = ChipKind.DUE if score.positive else ChipKind.ON_TIME
    lines.append(ChipFace(kind=kind, words=verdict_words(form, score, sex)))
    said = [caution_words(form, caution) for caution in score.cautions]
    said.append(pattern_words(score.algorithm))
    lines += [ChipFace(kind=ChipKind.DUE, words=words) for words in said if words]
    highest = len(form.policy.items) * form.policy.highest
    return ScoreFace(
        figure=filled(QCoreApplication.translate("score", "Total %1 of %2"), score.total, highest),
        words=band_words(score.band or ""),
        is_final=True,
        lines=tuple(lines),
        source=band_source_words(form) if score.band else "",
    )


def why_not_signed(score: Score, *, safety_is_open: bool) -> str:
    """Say why a form cannot be signed yet; nothing when it can."""
    if safety_is_open:
        return QCoreApplication.translate("score", "The safety questions come first.")
    missing = score.items - score.answered
    if missing == 1:
        return QCoreApplication.translate("score", "1 question is not answered.")
    if not missing:
        return ""
    return QCoreApplication.translate("score", "%n questions are not answered.", "", missing)


def signed_words(form: Form) -> str:
    """Say that a form is signed, and the way back."""
    signed = QCoreApplication.translate("score", "%1 is signed. Escape goes back to the forms.")
    return filled(signed, form.short)


def result_lines(
    screenings: Sequence[Screening], today: date, zone: tzinfo
) -> tuple[ResultLine, ...]:
    """Say the newest results of one form, newest first."""
    return tuple(_line(screening, today, zone) for screening in screenings[:SHOWN_BEFORE])


def trend(
    form: Form, sex: Sex, screenings: Sequence[Screening], today: date, zone: tzinfo
) -> Trend:
    """Give the results of one form, which come newest first, in the order of time."""
    points = []
    for screening in reversed(screenings[:SHOWN_IN_CHART]):
        line = _line(screening, today, zone)
        total = screening.score.total if screening.score else None
        points.append(
            TrendPoint(
                when=line.when, value=float(total or 0), figure=line.figure, words=line.words
            )
        )
    cut_off = form.policy.positive_at[sex]
    return Trend(
        name=form.short, points=tuple(points), threshold=cut_off, threshold_words=str(cut_off)
    )


def _safety() -> tuple[ChipFace]:
    words = QCoreApplication.translate("score", "Safety questions are open")
    return (ChipFace(kind=ChipKind.SAFETY, words=words),)


def _line(screening: Screening, today: date, zone: tzinfo) -> ResultLine:
    on = screening.at.astimezone(zone).date()
    score = screening.score
    return ResultLine(
        when=short_date_words(on, today),
        figure="" if score is None or score.total is None else str(score.total),
        words="" if score is None else result_words(score),
    )
