"""What this reader can choose in a conflict, and in words what not, read from the noun's rules.

Must not settle anything. Called by the parts of the inbox.
"""

from __future__ import annotations

from datetime import date
from enum import Enum, StrEnum, auto
from types import NoneType
from typing import get_args, get_origin, get_type_hints

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.services.conflicts import OpenConflict
from nurseapp.domain.revising import VOID_FIELD, Rule

_CODES = frozenset({"programme", "language", "country"})


class Typing(Enum):
    """How a value is typed: on a line, on lines, as a day, a choice, a number, words and commas."""

    LINE = auto()
    LINES = auto()
    DAY = auto()
    CHOICE = auto()
    NUMBER = auto()
    LIST = auto()


def is_identity(shown: OpenConflict) -> bool:
    """Tell whether it is about who the member is, which a supervisor alone decides."""
    return shown.rule is Rule.IDENTITY


def is_brought_back(shown: OpenConflict) -> bool:
    """Tell whether an edit brought back what had been marked as entered in error.

    Then there is only that to agree to; marking it again is a new act.
    """
    return shown.conflict.field == VOID_FIELD and shown.conflict.mine is None


def typing_of(shown: OpenConflict) -> Typing | None:
    """Say how another value is typed, None where one of the two has to stand."""
    field = shown.conflict.field
    if shown.rule is Rule.VOID or field in _CODES:
        return None
    if shown.rule is Rule.TEXT:
        return Typing.LINES
    kind = field_type(shown)
    if get_origin(kind) is tuple:
        return Typing.LIST
    plain = {str: Typing.LINE, int: Typing.NUMBER, date: Typing.DAY}
    return Typing.CHOICE if issubclass(kind, StrEnum) else plain.get(kind)


def field_type(shown: OpenConflict) -> type:
    """Give the type of the field, that it may be empty left aside."""
    hint: type = get_type_hints(shown.kind)[shown.conflict.field]
    if not may_be_empty(shown):
        return hint
    (kind,) = (part for part in get_args(hint) if part is not NoneType)
    found: type = kind
    return found


def may_be_empty(shown: OpenConflict) -> bool:
    """Tell whether the field can be without a value."""
    return NoneType in get_args(get_type_hints(shown.kind)[shown.conflict.field])


def why_not_words(shown: OpenConflict) -> str:
    """Say what cannot be chosen, and why; nothing where all can."""
    said = []
    if shown.both is None:
        said.append(
            QCoreApplication.translate("inbox", "Both cannot stand: this holds one value alone.")
        )
    if typing_of(shown) is None:
        said.append(
            QCoreApplication.translate("inbox", "Nothing else can be typed: choose one of the two.")
        )
    return " ".join(said)
