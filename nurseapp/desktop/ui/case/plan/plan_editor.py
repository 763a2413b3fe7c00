"""The editor beside the tree: the fields of the chosen line, and at its foot what is saved.

Must not save anything: it says when something was edited and when a field was left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from nurseapp.desktop.ui.case.plan.editor_forms import editor_forms
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.chip_face import ChipFace
from nurseapp.desktop.ui.widgets.panel import Panel
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.domain.care_plan import PlanRecord
from nurseapp.domain.goal import Goal
from nurseapp.domain.revising import FieldValue


class PlanEditor(Panel):
    """Show one line of the plan to be changed, or a new one to be filled.

    Signals:
        edited(): what is typed differs from before.
        left(): a field was left.
        given_up(): Escape was pressed.
    """

    edited = Signal()
    left = Signal()
    given_up = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._forms = editor_forms(theme)
        self._form = next(iter(self._forms.values()))
        self._stack = QStackedWidget(self)
        self._nothing = QLabel(self)
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        dress(self._nothing, Look.DIM)
        self._stack.addWidget(self._nothing)
        for form in self._forms.values():
            form.edited.connect(self.edited)
            form.left.connect(self.left)
            self._stack.addWidget(_scrolling(form))
        self._foot = QLabel(self)
        self._foot.setWordWrap(True)
        dress(self._foot, Look.DIM)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self._foot)

    def show_nothing(self, words: str) -> None:
        """Say why there is nothing to edit."""
        self.set_title("")
        self._nothing.setText(words)
        self._stack.setCurrentIndex(0)

    def show_line(
        self,
        kind: type[PlanRecord],
        title: str,
        values: Mapping[str, FieldValue],
        today: date,
        *,
        may_write: bool,
    ) -> None:
        """Show the fields of a kind of line, all of its values new."""
        self.set_title(title)
        self._form = self._forms[kind]
        empty: dict[str, FieldValue] = dict.fromkeys(self._form.fields)
        self._form.set_values({**empty, **values}, today)
        self._form.set_read_only(not may_write)
        self._form.set_findings(())
        self._stack.setCurrentIndex(1 + list(self._forms).index(kind))

    def update_values(self, values: Mapping[str, FieldValue], today: date) -> None:
        """Show newer values in some fields of the line that is shown."""
        self._form.set_values(values, today)

    def set_read_only(self, is_read_only: bool) -> None:
        """Let everything be read only."""
        self._form.set_read_only(is_read_only)

    def typed(self) -> dict[str, FieldValue]:
        """Read what stands in the fields."""
        return self._form.typed()

    def set_given_name(self, name: str) -> None:
        """Say in whose words a goal stands."""
        self._forms[Goal].fields["words"].label.setText(filled(self.tr("In %1's words"), name))

    def set_findings(self, faces: Sequence[ChipFace]) -> None:
        """Show what the checker found."""
        self._form.set_findings(faces)

    def set_foot(self, words: str) -> None:
        """Say what is saved and what waits."""
        self._foot.setText(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def take_focus(self) -> None:
        """Go to the first field."""
        self._form.setFocus(Qt.FocusReason.OtherFocusReason)


def _scrolling(form: QWidget) -> QScrollArea:
    """Let a form scroll by itself when the zoom makes it higher than the panel."""
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 4, 0)
    column.addWidget(form)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area
