"""What every sheet is printed on, and who printed it when: handed in, never looked up.

Values only. Made by the desktop's services from ``resources/fonts``, the library's print labels
and the clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Paper = Literal["a4", "letter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stationery:
    """Paper, fonts and words.

    Attributes:
        regular: the bytes of a TrueType font; its letters decide what can be shown.
        bold: the same family in bold.
        labels: the words around the values, in the reader's language, with ``language`` itself.
        is_example: every page says that it is not about actual people.
    """

    regular: bytes = field(repr=False)
    bold: bytes = field(repr=False)
    labels: Mapping[str, str] = field(repr=False)
    paper: Paper
    organisation: str
    is_example: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Who printed what, when; on every page.

    Attributes:
        printed_at: aware; shown in ``time_zone``.
        time_zone: IANA name; where the system does not know it, UTC is shown and named.
        case_version: empty on a sheet that belongs to no case.
        content_version: of the forms, handouts and words behind the sheet; empty for none.
    """

    author: str
    printed_at: datetime
    time_zone: str
    case_version: str
    content_version: str
