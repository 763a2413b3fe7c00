"""Takes whose case is asked for: the member's number, or the name and birth date.

Must not look anybody up: whoever asks the server does, and only for one whole name.
"""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from nurseapp.desktop.ui.case.editor_fields import DayField, TextField
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.wording.records import field_words
from nurseapp.domain.member import Member, NamedPerson


class WhomField(QWidget):
    """Two ways to say who a member is, one of them shown.

    Attributes:
        entry: takes the focus for whichever fields are shown; ``number`` is the line of the number.
        by_name: shows the fields of the name instead; ``names`` and ``born`` are these.

    Signals:
        changed(): something was typed, or the other way was chosen.
    """

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = date.min
        self.by_number = QRadioButton(self.tr("&Number of the member"), self)
        self.by_name = QRadioButton(self.tr("Name and &birth date"), self)
        ways = QButtonGroup(self)
        for way in (self.by_number, self.by_name):
            ways.addButton(way)
        # Apart from the ways: Shift+Tab leaves a widget whose focus is handed on as a whole.
        self.entry = QWidget(self)
        self.number = QLineEdit(self.entry)
        self.number.setAccessibleName(self.tr("Number of the member"))
        self.names = tuple(
            TextField(field_words(Member.KIND, name)) for name in ("family_name", "given_name")
        )
        born = field_words(Member.KIND, "birth_date")
        self.born = DayField(theme, born, examples=self.tr("14 mar 1958, 1958-03-14"))
        self._person = self._laid_out()
        self.by_number.setChecked(True)
        self._show_way()
        self.by_name.toggled.connect(self._show_way)
        self.number.textChanged.connect(self.changed)
        for field in (*self.names, self.born):
            field.edited.connect(self.changed)

    def begin(self, number: str, today: date) -> None:
        """Begin anew, with a number or without."""
        self._today = today
        self.born.set_today(today)
        self.number.setText(number)
        for field in (*self.names, self.born):
            field.set_value(None)
        self.by_number.setChecked(True)

    def whom(self) -> str | NamedPerson | None:
        """Give the number, or who it is; None while that is not whole."""
        if not self.by_name.isChecked():
            return self.number.text().strip() or None
        family_name, given_name = (str(field.value()) for field in self.names)
        born = self.born.value() if self.born.is_readable() else None
        if not family_name or not isinstance(born, date) or born > self._today:
            return None
        return NamedPerson(family_name=family_name, given_name=given_name, birth_date=born)

    def _laid_out(self) -> QWidget:
        ways = QHBoxLayout()
        ways.setSpacing(16)
        ways.addWidget(self.by_number)
        ways.addWidget(self.by_name)
        ways.addStretch(1)
        person = QWidget(self.entry)
        fields = QHBoxLayout()
        fields.setSpacing(12)
        for field in (*self.names, self.born):
            fields.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        rule = QLabel(
            self.tr(
                "The whole name, as it stands in the record; capitals and accents do not matter. "
                "Where two members are alike, neither is opened."
            ),
            person,
        )
        rule.setWordWrap(True)
        dress(rule, Look.DIM)
        both = QVBoxLayout(person)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(6)
        both.addLayout(fields)
        both.addWidget(rule)
        shown = QVBoxLayout(self.entry)
        shown.setContentsMargins(0, 0, 0, 0)
        shown.addWidget(self.number)
        shown.addWidget(person)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(ways)
        column.addWidget(self.entry)
        return person

    def _show_way(self) -> None:
        is_by_name = self.by_name.isChecked()
        self.number.setVisible(not is_by_name)
        self._person.setVisible(is_by_name)
        self.entry.setFocusProxy(self.names[0] if is_by_name else self.number)
        self.changed.emit()
