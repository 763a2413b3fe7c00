"""Which fields the editor shows for each kind of line of the plan, in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nurseapp.desktop.ui.case.editor_fields import (
    ChoiceField,
    DayField,
    EditorField,
    LongTextField,
    TextField,
)
from nurseapp.desktop.ui.case.plan.scale_field import ScaleField
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.chip import StatusLine
from nurseapp.desktop.ui.widgets.chip_face import ChipFace
from nurseapp.desktop.ui.wording.records import field_words
from nurseapp.desktop.ui.wording.statuses import PlanStatus, status_words
from nurseapp.domain.barrier import Barrier, BarrierStatus
from nurseapp.domain.care_plan import PlanRecord
from nurseapp.domain.goal import Goal, GoalStatus
from nurseapp.domain.intervention import Intervention, InterventionStatus
from nurseapp.domain.problem import Problem, ProblemStatus
from nurseapp.domain.revising import FieldValue

BESIDE = {"due"}
"""Fields that stand beside the one before them."""


class EditorForm(QWidget):
    """The fields of one kind of line.

    Attributes:
        fields: by the name of the record's field.

    Signals:
        edited(), left(): of any field.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, fields: Mapping[str, EditorField], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = dict(fields)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        row = QHBoxLayout()
        for name, field in self.fields.items():
            field.edited.connect(self.edited)
            field.left.connect(self.left)
            if name not in BESIDE:
                row = QHBoxLayout()
                row.setSpacing(8)
                self.column.addLayout(row)
            row.addWidget(field, 1)
        self.setFocusProxy(next(iter(self.fields.values())))

    def typed(self) -> dict[str, FieldValue]:
        """Read every field that holds a value."""
        return {name: f.value() for name, f in self.fields.items() if f.is_readable()}

    def drafts(self) -> dict[str, str]:
        """Give what stands in every field, be it readable or not."""
        return {name: field.draft() for name, field in self.fields.items()}

    def restore(self, drafts: Mapping[str, str]) -> None:
        """Put back what stood in some fields, as if it had been typed now."""
        for name, draft in drafts.items():
            if name in self.fields:
                self.fields[name].restore(draft)

    def set_values(self, values: Mapping[str, FieldValue], today: date) -> None:
        """Show values without saying that they were edited."""
        for name, field in self.fields.items():
            if isinstance(field, DayField):
                field.set_today(today)
            if name in values:
                field.set_value(values[name])

    def set_read_only(self, is_read_only: bool) -> None:
        """Let everything be read only."""
        for field in self.fields.values():
            field.set_read_only(is_read_only)

    def set_findings(self, _faces: Sequence[ChipFace]) -> None:
        """Show what the checker found; only a goal's form has a place for it."""


class GoalForm(EditorForm):
    """The fields of a goal with the live checker between its wording and its scales."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            {
                "words": TextField(field_words(Goal.KIND, "words")),
                "outcome": LongTextField(theme, field_words(Goal.KIND, "outcome")),
                "owner": TextField(field_words(Goal.KIND, "owner")),
                "due": DayField(theme, field_words(Goal.KIND, "due")),
                "importance": ScaleField(theme, field_words(Goal.KIND, "importance")),
                "confidence": ScaleField(theme, field_words(Goal.KIND, "confidence")),
                "status": _status(GoalStatus),
            },
            parent,
        )
        self._theme = theme
        self._findings = QVBoxLayout()
        self._findings.setSpacing(2)
        self._lines: list[StatusLine] = []
        self.column.insertLayout(3, self._findings)

    def set_findings(self, faces: Sequence[ChipFace]) -> None:
        while len(self._lines) < len(faces):
            line = StatusLine(self._theme, self)
            self._lines.append(line)
            self._findings.addWidget(line)
        for line, face in zip(self._lines, faces, strict=False):
            line.set_face(face)
        for number, line in enumerate(self._lines):
            line.setVisible(number < len(faces))


def editor_form(kind: type[PlanRecord], theme: Theme) -> EditorForm:
    """Make the form of one kind of line."""
    if kind is Goal:
        return GoalForm(theme)
    fields: dict[str, EditorField] = {"title": TextField(field_words(kind.KIND, "title"))}
    if kind is Problem:
        return EditorForm({**fields, "status": _status(ProblemStatus)})
    if kind is Barrier:
        fields["action"] = TextField(field_words(kind.KIND, "action"))
    fields["owner"] = TextField(field_words(kind.KIND, "owner"))
    fields["due"] = DayField(theme, field_words(kind.KIND, "due"))
    if kind is Intervention:
        fields["cadence"] = TextField(field_words(kind.KIND, "cadence"))
    status = _status(InterventionStatus if kind is Intervention else BarrierStatus)
    return EditorForm({**fields, "status": status})


def _status(statuses: type[PlanStatus]) -> ChoiceField:
    choices: list[tuple[StrEnum, str]] = [(s, status_words(s)) for s in statuses]
    return ChoiceField(field_words("", "status"), choices)
