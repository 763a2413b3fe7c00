"""Takes what a nurse says is wrong about who the member is: a supervisor decides it.

It blocks nothing: Escape puts it away. Must not change the member; it says what was proposed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nurseapp.desktop.ui.case.editor_fields import ChoiceField, DayField, EditorField, TextField
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import KeyButton
from nurseapp.desktop.ui.wording.people import sex_words
from nurseapp.desktop.ui.wording.records import field_words
from nurseapp.domain.member import Member, Sex, may_be_revised
from nurseapp.domain.revising import FieldValue

_COLUMNS = 3


class CorrectionForm(QFrame):
    """The fields that say who somebody is, as they stand, to be typed over.

    Attributes:
        fields: by the name of the member's field.

    Signals:
        proposed(object, object): the Member as it was shown, and other values by field.
        put_away(): the focus is to go elsewhere.
    """

    proposed = Signal(object, object)
    put_away = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, Look.NOTICE)
        self._member: Member | None = None
        born = field_words(Member.KIND, "birth_date")
        self._born = DayField(theme, born, examples=self.tr("14 mar 1958, 1958-03-14"))
        self.fields: Mapping[str, EditorField] = {
            "family_name": TextField(field_words(Member.KIND, "family_name")),
            "given_name": TextField(field_words(Member.KIND, "given_name")),
            "number": TextField(field_words(Member.KIND, "number")),
            "birth_date": self._born,
            "sex": ChoiceField(
                field_words(Member.KIND, "sex"), [(sex, sex_words(sex)) for sex in Sex]
            ),
        }
        self._act = KeyButton(self.tr("Propose"), look=Look.PRIMARY, parent=self)
        back = KeyButton(self.tr("Back"), look=Look.LINK, parent=self)
        self._lay_out(back)
        for field in self.fields.values():
            field.edited.connect(self._follow)
        self._act.clicked.connect(self._propose)
        back.clicked.connect(self._put_away)
        self.hide()

    def ask(self, member: Member, today: date) -> None:
        """Show who the member is said to be, and wait in the first field."""
        self._member = member
        self._born.set_today(today)
        for name, field in self.fields.items():
            field.set_value(getattr(member, name))
        self._follow()
        self.show()
        self.fields["family_name"].setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._put_away()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._propose()
        else:
            super().keyPressEvent(event)

    def _lay_out(self, back: KeyButton) -> None:
        what = QLabel(self.tr("What is wrong about who this member is?"), self)
        rule = QLabel(
            self.tr(
                "A supervisor decides. Until then everything stays as it is, and whoever opens "
                "the case is told that it is in question."
            ),
            self,
        )
        rule.setWordWrap(True)
        dress(rule, Look.DIM)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for number, field in enumerate(self.fields.values()):
            grid.addWidget(field, *divmod(number, _COLUMNS), Qt.AlignmentFlag.AlignTop)
        for number in range(_COLUMNS):
            grid.setColumnStretch(number, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self._act)
        buttons.addWidget(back)
        grid.addLayout(buttons, 1, _COLUMNS - 1, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(8)
        for part in (what, rule):
            column.addWidget(part)
        column.addLayout(grid)

    def _follow(self) -> None:
        """Let only what can be read, and differs, be proposed."""
        self._act.setEnabled(bool(self._changed()))

    def _changed(self) -> Mapping[str, FieldValue]:
        """Give the values that differ; none where one of them cannot be."""
        if self._member is None or not all(f.is_readable() for f in self.fields.values()):
            return {}
        now = {name: field.value() for name, field in self.fields.items()}
        changed = {name: v for name, v in now.items() if v != getattr(self._member, name)}
        return changed if may_be_revised(self._member, changed) else {}

    def _propose(self) -> None:
        changed = self._changed()
        if changed:
            self._put_away()
            self.proposed.emit(self._member, changed)

    def _put_away(self) -> None:
        self.put_away.emit()  # first, or the focus would go to whatever comes next
        self.hide()
