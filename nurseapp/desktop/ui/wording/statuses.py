"""Statuses of the plan, of appointments and of received records, in words and as chips."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.domain.barrier import BarrierStatus
from nurseapp.domain.care_plan import PlanNode
from nurseapp.domain.case import Stage
from nurseapp.domain.goal import Goal, GoalStatus
from nurseapp.domain.intervention import InterventionStatus
from nurseapp.domain.problem import ProblemStatus
from nurseapp.domain.timing import Timing

PlanStatus = ProblemStatus | GoalStatus | InterventionStatus | BarrierStatus

_GOOD = {
    ProblemStatus.RESOLVED,
    GoalStatus.MET,
    InterventionStatus.DONE,
    BarrierStatus.RESOLVED,
}


def status_words(status: PlanStatus) -> str:
    """Word the status of a line of the plan."""
    match status:
        case ProblemStatus():
            return _problem_words(status)
        case GoalStatus():
            return _goal_words(status)
        case InterventionStatus():
            return _intervention_words(status)
    return {
        BarrierStatus.OPEN: QCoreApplication.translate("statuses", "Open"),
        BarrierStatus.RESOLVED: QCoreApplication.translate("statuses", "Resolved"),
    }[status]


def plan_face(node: PlanNode) -> ChipFace:
    """Word how a line of the plan stands: by its date while it is open, else by its status."""
    status = node.record.status
    if node.timing is Timing.OVERDUE:
        return ChipFace(
            kind=ChipKind.OVERDUE, words=QCoreApplication.translate("statuses", "Overdue")
        )
    if node.timing is Timing.DUE:
        return ChipFace(kind=ChipKind.DUE, words=QCoreApplication.translate("statuses", "Due"))
    if isinstance(node.record, Goal) and node.timing is Timing.ON_TIME and _is_under_way(status):
        return ChipFace(
            kind=ChipKind.ON_TIME, words=QCoreApplication.translate("statuses", "On track")
        )
    kind = ChipKind.ON_TIME if status in _GOOD else ChipKind.NEUTRAL
    return ChipFace(kind=kind, words=status_words(status))


def stage_words(stage: Stage) -> str:
    """Word the stage of a case."""
    return {
        Stage.IDENTIFY: QCoreApplication.translate("stages", "Identify"),
        Stage.ASSESS: QCoreApplication.translate("stages", "Assess"),
        Stage.PLAN: QCoreApplication.translate("stages", "Plan"),
        Stage.IMPLEMENT: QCoreApplication.translate("stages", "Implement"),
        Stage.MONITOR: QCoreApplication.translate("stages", "Monitor"),
        Stage.CLOSE: QCoreApplication.translate("stages", "Close"),
    }[stage]


def _is_under_way(status: PlanStatus) -> bool:
    return status in (GoalStatus.IN_PROGRESS, GoalStatus.PARTLY_MET)


def _problem_words(status: ProblemStatus) -> str:
    return {
        ProblemStatus.ACTIVE: QCoreApplication.translate("statuses", "Active"),
        ProblemStatus.WATCH: QCoreApplication.translate("statuses", "Watch"),
        ProblemStatus.RESOLVED: QCoreApplication.translate("statuses", "Resolved"),
    }[status]


def _goal_words(status: GoalStatus) -> str:
    return {
        GoalStatus.PLANNED: QCoreApplication.translate("statuses", "Planned"),
        GoalStatus.IN_PROGRESS: QCoreApplication.translate("statuses", "In progress"),
        GoalStatus.MET: QCoreApplication.translate("statuses", "Met"),
        GoalStatus.PARTLY_MET: QCoreApplication.translate("statuses", "Partly met"),
        GoalStatus.NOT_MET: QCoreApplication.translate("statuses", "Not met"),
        GoalStatus.STOPPED: QCoreApplication.translate("statuses", "Stopped"),
    }[status]


def _intervention_words(status: InterventionStatus) -> str:
    return {
        InterventionStatus.PLANNED: QCoreApplication.translate("statuses", "Planned"),
        InterventionStatus.DOING: QCoreApplication.translate("statuses", "Doing"),
        InterventionStatus.DONE: QCoreApplication.translate("statuses", "Done"),
        InterventionStatus.STOPPED: QCoreApplication.translate("statuses", "Stopped"),
    }[status]
