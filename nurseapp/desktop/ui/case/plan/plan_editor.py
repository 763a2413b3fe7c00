"""The editor beside the tree: the fields of the chosen line, and at its foot what is saved.

Must not save anything: it says when something was edited and when a field was left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from nurseapp.desktop.ui.case.plan.editor_forms import EditorForm, editor_form
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

    ``before`` is what Tab comes from.

    Signals:
        edited(): what is typed differs from before.
        left(): a field was left.
        given_up(): Escape was pressed.
    """

    edited = Signal()
    left = Signal()
    given_up = Signal()

    def __init__(self, theme: Theme, before: QWidget, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._before = before
        self._theme = theme
        self._forms: dict[type[PlanRecord], tuple[EditorForm, QScrollArea]] = {}
        self._form: EditorForm | None = None
        self._given_name = ""
        self._stack = QStackedWidget(self)
        self._nothing = QLabel(self)
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        dress(self._nothing, Look.DIM)
        self._stack.addWidget(self._nothing)
        self._foot = QLabel(self)
        self._foot.setWordWrap(True)
        dress(self._foot, Look.DIM)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self._foot)

    def show_nothing(self, words: str) -> None:
        """Say why there is nothing to edit."""
        self.set_title("")
        self._form = None
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
        form, area = self._forms.get(kind) or self._made(kind)
        self._form = form
        empty: dict[str, FieldValue] = dict.fromkeys(form.fields)
        form.set_values({**empty, **values}, today)
        form.set_read_only(not may_write)
        form.set_findings(())
        self._show_given_name()
        self._stack.setCurrentWidget(area)

    def update_values(self, values: Mapping[str, FieldValue], today: date) -> None:
        """Show newer values in some fields of the line that is shown."""
        if self._form is not None:
            self._form.set_values(values, today)

    def set_read_only(self, is_read_only: bool) -> None:
        """Let everything be read only."""
        if self._form is not None:
            self._form.set_read_only(is_read_only)

    def typed(self) -> dict[str, FieldValue]:
        """Read what stands in the fields."""
        return {} if self._form is None else self._form.typed()

    def drafts(self) -> dict[str, str]:
        """Give what stands in the fields, be it readable or not."""
        return {} if self._form is None else self._form.drafts()

    def restore(self, drafts: Mapping[str, str]) -> None:
        """Put back what stood in some fields."""
        if self._form is not None:
            self._form.restore(drafts)

    def set_given_name(self, name: str) -> None:
        """Say in whose words a goal stands."""
        self._given_name = name
        self._show_given_name()

    def set_findings(self, faces: Sequence[ChipFace]) -> None:
        """Show what the checker found."""
        if self._form is not None:
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
        if self._form is not None:
            self._form.setFocus(Qt.FocusReason.OtherFocusReason)

    def _made(self, kind: type[PlanRecord]) -> tuple[EditorForm, QScrollArea]:
        """Make the form of a kind when it is first needed."""
        form = editor_form(kind, self._theme)
        form.edited.connect(self.edited)
        form.left.connect(self.left)
        made = self._forms[kind] = (form, _scrolling(form))
        self._stack.addWidget(made[1])
        self._follow_on(form)
        return made

    def _follow_on(self, form: EditorForm) -> None:
        """Let Tab lead from what stands before the editor through the fields, in their order."""
        last = self._before
        for field in form.fields.values():
            if (taker := field.focusProxy()) is not None:
                QWidget.setTabOrder(last, taker)
                last = taker

    def _show_given_name(self) -> None:
        if Goal in self._forms:
            label = self._forms[Goal][0].fields["words"].label
            label.setText(filled(self.tr("In %1's words"), self._given_name))


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
