"""The steps of the safety panel and how they are kept.

A step is kept as its code, with the nurse's words after a colon where she wrote some, so that it
reads the same in every language of the screen. Steps are neutral: no instrument stands behind them.
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.domain.safety import SafetyConcern, SafetyOutcome


class SafetyStep(StrEnum):
    """What a nurse does when an answer is about safety."""

    THOUGHTS = "asked-thoughts"
    PLAN_AND_MEANS = "asked-plan-and-means"
    TOLD = "told"
    STAYED = "stayed"
    HANDED_TO = "handed-to"


WITH_NAME = {SafetyStep.TOLD, SafetyStep.HANDED_TO}
"""Steps that name somebody."""


def step_words(step: SafetyStep) -> str:
    """Word a step as the panel offers it."""
    return {
        SafetyStep.THOUGHTS: QCoreApplication.translate("safety", "Asked about these thoughts now"),
        SafetyStep.PLAN_AND_MEANS: QCoreApplication.translate(
            "safety", "Asked about a plan and about means"
        ),
        SafetyStep.TOLD: QCoreApplication.translate("safety", "Told somebody who is responsible"),
        SafetyStep.STAYED: QCoreApplication.translate("safety", "Stayed with the member"),
        SafetyStep.HANDED_TO: QCoreApplication.translate("safety", "Handed over in person"),
    }[step]


def kept_step(step: SafetyStep, name: str = "") -> str:
    """Give a step as it is kept."""
    return f"{step.value}: {name.strip()}" if name.strip() else step.value


def kept_step_words(kept: str) -> str:
    """Word a step that was kept; what this version does not know is shown as it is."""
    code, _, name = kept.partition(": ")
    try:
        words = step_words(SafetyStep(code))
    except ValueError:
        return kept
    return f"{words}: {name}" if name else words


def concern_words(concern: SafetyConcern, form: str) -> str:
    """Say what raised a concern; ``form`` is its short name."""
    raised = QCoreApplication.translate("safety", "%1 item %2 answered above zero")
    return filled(raised, form, concern.item)


def ending_words(concern: SafetyConcern) -> str:
    """Say how a concern ended; empty while it is open."""
    if concern.outcome is SafetyOutcome.DONE:
        return "; ".join(kept_step_words(step) for step in concern.steps)
    if concern.outcome is SafetyOutcome.UNABLE:
        unable = QCoreApplication.translate("safety", "Unable: %1. %2 took over.")
        return filled(unable, concern.reason, concern.taken_over_by)
    return ""
