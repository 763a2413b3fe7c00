"""The columns of what was opened in emergencies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, tzinfo

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.services.reviews import Opening
from nurseapp.desktop.ui.caseload.line_words import list_name
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.widgets.columns import Column, Emphasis
from nurseapp.desktop.ui.wording.days import moment_words
from nurseapp.desktop.ui.wording.seen import emergency_words
from nurseapp.domain.emergency_access import Finding

translate = QCoreApplication.translate


def review_columns(today: Callable[[], date], zone: tzinfo) -> tuple[Column[Opening], ...]:
    """Build the columns; times are of this desk's zone."""
    return (
        Column(name="state", title=translate("review", "State"), chips=state_faces, width=180),
        Column(
            name="who",
            title=translate("review", "Opened by"),
            words=lambda opening: opening.name,
            emphasis=Emphasis.STRONG,
            width=180,
        ),
        Column(
            name="member",
            title=translate("review", "Member"),
            words=lambda opening: list_name(opening.row),
            width=190,
        ),
        Column(
            name="when",
            title=translate("review", "When"),
            words=lambda opening: moment_words(opening.access.at, today(), zone),
            emphasis=Emphasis.DIM,
            width=140,
        ),
        Column(
            name="what",
            title=translate("review", "Emergency"),
            words=lambda opening: emergency_words(opening.access.emergency.value),
            width=190,
        ),
        Column(
            name="why",
            title=translate("review", "Why"),
            words=lambda opening: opening.access.reason,
            width=220,
            grows=True,
        ),
    )


def state_faces(opening: Opening) -> tuple[ChipFace, ...]:
    """Say in a chip what came of looking into it."""
    kind, words = {
        None: (ChipKind.OVERDUE, translate("review", "To review")),
        Finding.JUSTIFIED: (ChipKind.ON_TIME, translate("review", "Justified")),
        Finding.UNJUSTIFIED: (ChipKind.DUE, translate("review", "Questioned")),
    }[opening.access.finding]
    return (ChipFace(kind=kind, words=words),)
