"""The form that logs a contact or an attempt: with whom, how, whether they were reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nurseapp.desktop.ui.case.editor_fields import (
    ChoiceField,
    EditorField,
    LongTextField,
    TextField,
)
from nurseapp.desktop.ui.case.notes.notes_actions import NotesActions
from nurseapp.desktop.ui.theme.looks import Look
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton
from nurseapp.desktop.ui.widgets.panel import Panel
from nurseapp.desktop.ui.wording.records import channel_words, outcome_words
from nurseapp.domain.contact import Channel, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedContact:
    """A contact as it was typed."""

    with_whom: str
    channel: Channel
    outcome: Outcome
    text: str


class ContactForm(Panel):
    """Log a contact.

    Signals:
        given_up(): Escape was pressed.
    """

    given_up = Signal()

    def __init__(self, theme: Theme, actions: NotesActions, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("Log a contact"))
        self._with_whom = TextField(self.tr("With whom"), self)
        self._channel = ChoiceField(self.tr("How"), [(c, channel_words(c)) for c in Channel], self)
        self._outcome = ChoiceField(
            self.tr("Result"), [(o, outcome_words(o)) for o in Outcome], self
        )
        self._text = LongTextField(theme, self.tr("What was said"), self)
        beside = QHBoxLayout()
        beside.setSpacing(8)
        beside.addWidget(self._channel)
        beside.addWidget(self._outcome)
        self.body.addWidget(self._with_whom)
        self.body.addLayout(beside)
        self.body.addWidget(self._text)
        self.body.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(ActionButton(actions.save, look=Look.PRIMARY, parent=self))
        self.body.addLayout(row)
        self.setFocusProxy(self._with_whom)

    def begin(self, with_whom: str) -> None:
        """Begin with the likeliest person and nothing else."""
        fields: Mapping[EditorField, str | Channel | Outcome] = {
            self._with_whom: with_whom,
            self._channel: Channel.PHONE,
            self._outcome: Outcome.REACHED,
            self._text: "",
        }
        for field, value in fields.items():
            field.set_value(value)

    def drafts(self) -> dict[str, str]:
        """Give what stands in the fields."""
        return {name: field.draft() for name, field in self._fields().items()}

    def restore(self, drafts: Mapping[str, str]) -> None:
        """Put back what stood in the fields."""
        for name, field in self._fields().items():
            field.restore(drafts[name])

    def _fields(self) -> Mapping[str, EditorField]:
        return {
            "with_whom": self._with_whom,
            "channel": self._channel,
            "outcome": self._outcome,
            "text": self._text,
        }

    def typed(self) -> TypedContact:
        """Give what was typed."""
        return TypedContact(
            with_whom=str(self._with_whom.value()),
            channel=Channel(str(self._channel.value())),
            outcome=Outcome(str(self._outcome.value())),
            text=str(self._text.value()),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)
