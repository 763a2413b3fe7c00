"""The screening form as a value: exact wording, points, and the policy it is scored by.

Wording is data, verbatim, from ``resources/forms``; nothing here or above may alter it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from nurseapp.domain.member import Sex


class Scoring(StrEnum):
    """The scoring rules that the product knows, by name."""

    PHQ_9 = "phq-9"
    AUDIT_C = "audit-c"


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A named range of totals, from ``at_least`` up to the next band."""

    name: str
    at_least: int
    action: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How answers are judged: every threshold with its source.

    Attributes:
        items: ids of the items that are scored, in order.
        positive_at: the total from which a screen is positive, by sex.
        safety_items: items for which any points above zero raise a safety concern.
        action_at: the total from which the caution for action is shown, None for none.
        sources: where each threshold comes from, by its name.
    """

    scoring: Scoring
    items: tuple[str, ...]
    highest: int
    bands: tuple[Band, ...]
    positive_at: Mapping[Sex, int]
    safety_items: tuple[str, ...] = ()
    action_at: int | None = None
    sources: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer: what it says and the points it gives."""

    points: int
    text: str
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question, verbatim; ``scored`` is false for a question that never counts."""

    id: str
    text: str
    options: tuple[Option, ...]
    code: str | None = None
    scored: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One version of one screening form in one language.

    Attributes:
        short: the name that nurses use, e.g. ``PHQ-9``.
        stem: the question that stands over all items, empty for none.
        preface: what is read to the member before the items, empty for none.
        minimum_age: full years below which the form refuses; ``policy.sources`` says why.
        code_system: URI of the codes of items, answers and total.
    """

    id: str
    version: str
    language: str
    short: str
    title: str
    stem: str
    preface: str
    items: tuple[Item, ...]
    policy: Policy
    minimum_age: int
    licence: str
    source: str
    reviewed: str
    code_system: str | None = None
    total_code: str | None = None
