"""What a screening came to, in words: bands, verdicts, cautions, the pattern of the PHQ-9.

The wording of a form itself never passes through here: it comes from the form's file as it is.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.domain.form import Form, Scoring
from nurseapp.domain.member import Sex
from nurseapp.domain.scoring import Score


def band_words(name: str) -> str:
    """Say the name of a band; it is the authors' own and is not translated."""
    return name.replace("-", " ")


def result_words(score: Score) -> str:
    """Say what a signed score means in a few words, for a line of a list."""
    if score.band is not None:
        return band_words(score.band)
    if score.positive is None:
        return ""
    if score.positive:
        return QCoreApplication.translate("screening", "positive")
    return QCoreApplication.translate("screening", "negative")


def verdict_words(form: Form, score: Score, sex: Sex) -> str:
    """Say whether a complete form is positive, with the cut-off that decided it."""
    cut_off = form.policy.positive_at[sex]
    if score.positive:
        return filled(QCoreApplication.translate("screening", "Positive: %1 or more"), cut_off)
    return filled(QCoreApplication.translate("screening", "Not positive: below %1"), cut_off)


def band_source_words(form: Form) -> str:
    """Say by which set of bands the band was named; empty where the form has none."""
    source = form.policy.sources.get("bands", "")
    return filled(QCoreApplication.translate("screening", "Bands: %1"), source) if source else ""


def pattern_words(algorithm: str | None) -> str:
    """Say the pattern that the PHQ-9's answers make; empty where they make none."""
    return {
        "major": QCoreApplication.translate(
            "screening", "The pattern suggests a major depressive syndrome. Not a diagnosis."
        ),
        "other": QCoreApplication.translate(
            "screening", "The pattern suggests another depressive syndrome. Not a diagnosis."
        ),
    }.get(algorithm or "", "")


def caution_words(form: Form, caution: str) -> str:
    """Say what a reader must know before using the verdict."""
    policy = form.policy
    if caution == "sex-unknown":
        return filled(
            QCoreApplication.translate(
                "screening", "Sex is not recorded: the cut-off is %1 for women and %2 for men."
            ),
            policy.positive_at[Sex.FEMALE],
            policy.positive_at[Sex.MALE],
        )
    if caution == "q1-only":
        return QCoreApplication.translate(
            "screening",
            "All points come from question 1: drinking is likely below recommended limits. "
            "Review the intake of the past few months.",
        )
    if caution == f"va-{policy.action_at}":
        return filled(
            QCoreApplication.translate("screening", "%1 or more: brief counselling."),
            policy.action_at,
        )
    return caution


def not_asked_words(form: Form) -> str:
    """Say why the rest of a form is not asked."""
    if form.policy.scoring is Scoring.AUDIT_C:
        never = form.items[0].options[0].text
        return filled(QCoreApplication.translate("screening", "Not asked after «%1»"), never)
    return QCoreApplication.translate("screening", "Not asked")
