"""The field in which somebody types the value that shall stand in a conflict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from nurseapp.desktop.services.conflicts import OpenConflict
from nurseapp.desktop.ui.case.editor_fields import (
    ChoiceField,
    DayField,
    EditorField,
    LongTextField,
    TextField,
)
from nurseapp.desktop.ui.inbox.deciding import Typing, field_type, typing_of
from nurseapp.desktop.ui.inbox.value_words import value_words
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.wording.records import field_words
from nurseapp.domain.revising import FieldValue


class _NumberLine(TextField):
    """A whole number, typed."""

    def is_readable(self) -> bool:
        text = str(super().value())
        return not text or text.isdecimal()

    def value(self) -> FieldValue:
        text = str(super().value())
        return int(text) if text else None

    def set_value(self, value: FieldValue) -> None:
        super().set_value("" if value is None else str(value))


class _ListLine(TextField):
    """Words with commas between them."""

    def value(self) -> FieldValue:
        parts = str(super().value()).split(",")
        return tuple(sorted({part.strip() for part in parts if part.strip()}))

    def set_value(self, value: FieldValue) -> None:
        super().set_value(", ".join(value) if isinstance(value, tuple) else "")


def value_field(theme: Theme, shown: OpenConflict) -> EditorField:
    """Make the field for a conflict in which another value can be typed."""
    words = field_words(shown.conflict.of_kind, shown.conflict.field)
    made: Mapping[Typing | None, Callable[[], EditorField]] = {
        Typing.LINE: lambda: TextField(words),
        Typing.LINES: lambda: LongTextField(theme, words),
        Typing.DAY: lambda: DayField(theme, words),
        Typing.CHOICE: lambda: ChoiceField(words, _choices(shown)),
        Typing.NUMBER: lambda: _NumberLine(words),
        Typing.LIST: lambda: _ListLine(words),
    }
    return made[typing_of(shown)]()


def _choices(shown: OpenConflict) -> list[tuple[StrEnum, str]]:
    kind = field_type(shown)
    values = tuple(kind) if issubclass(kind, StrEnum) else ()
    return [(value, value_words(shown.conflict.field, value)) for value in values]
