"""Sentences of the plan room that depend on the kind of a line."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.services.care_plans import Undoable
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.desktop.ui.wording.records import kind_words
from nurseapp.domain.barrier import Barrier
from nurseapp.domain.care_plan import PlanRecord
from nurseapp.domain.fact import Fact
from nurseapp.domain.goal import Goal
from nurseapp.domain.intervention import Intervention
from nurseapp.domain.problem import Problem


def line_title(kind: type[PlanRecord]) -> str:
    """Name the editor of a line."""
    return {
        Problem: QCoreApplication.translate("plan", "Problem"),
        Goal: QCoreApplication.translate("plan", "Goal"),
        Intervention: QCoreApplication.translate("plan", "Intervention"),
        Barrier: QCoreApplication.translate("plan", "Barrier"),
    }[kind]


def new_line_title(kind: type[PlanRecord]) -> str:
    """Name the editor of a line that is being written."""
    return {
        Problem: QCoreApplication.translate("plan", "New problem"),
        Goal: QCoreApplication.translate("plan", "New goal"),
        Intervention: QCoreApplication.translate("plan", "New intervention"),
        Barrier: QCoreApplication.translate("plan", "New barrier"),
    }[kind]


def added_words(kind: type[PlanRecord]) -> str:
    """Say that a line was added."""
    return filled(QCoreApplication.translate("plan", "Added the %1"), kind_words(kind.KIND))


def changed_words(kind: type[PlanRecord]) -> str:
    """Say that a line was changed."""
    return filled(QCoreApplication.translate("plan", "Changed the %1"), kind_words(kind.KIND))


def completed_words(kind: type[PlanRecord]) -> str:
    """Say that a line is done, met or resolved."""
    return {
        Problem: QCoreApplication.translate("plan", "The problem is resolved"),
        Goal: QCoreApplication.translate("plan", "The goal is met"),
        Intervention: QCoreApplication.translate("plan", "The intervention is done"),
        Barrier: QCoreApplication.translate("plan", "The barrier is resolved"),
    }[kind]


def undone_words(undone: Undoable) -> str:
    """Say what was taken back."""
    if undone.added:
        taken = QCoreApplication.translate("plan", "Took the new %1 back")
    else:
        taken = QCoreApplication.translate("plan", "Took the change of the %1 back")
    return filled(taken, kind_words(undone.kind))


def received_words(facts: tuple[Fact, ...], place: int) -> str:
    """Offer one of the conditions that another system sent; empty where there is none."""
    if not facts:
        return ""
    name = facts[place].display
    if len(facts) == 1:
        return filled(QCoreApplication.translate("plan", "Received, not in the plan: %1"), name)
    several = QCoreApplication.translate("plan", "Received, not in the plan (%1 of %2): %3")
    return filled(several, place + 1, len(facts), name)
