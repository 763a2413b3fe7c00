"""The SMART checker of a goal: what is there, what is missing, in codes.

Specific, measurable, achievable, relevant, time-bound (Bovend'Eerdt 2009, read in a secondary
source). Verbs to avoid follow the care-planning guides, which ask for action verbs. It advises
and never refuses. English wording only; other languages are judged by number, date and owner.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

VAGUE_VERBS = ("understand", "know", "be aware", "learn about", "try")
CONFIDENCE_TO_RENEGOTIATE = 7


class Check(StrEnum):
    """What is looked at."""

    SPECIFIC = "specific"
    MEASURABLE = "measurable"
    TIME_BOUND = "time-bound"
    OWNER = "owner"
    CONFIDENCE = "confidence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the checker; ``found`` is what met the criterion, or what stands against it."""

    check: Check
    met: bool
    found: str


def check_goal(
    outcome: str, due: date | None, owner: str, confidence: int | None, today: date
) -> tuple[Finding, ...]:
    """Check a goal's measurable wording; confidence is only looked at when it was asked."""
    findings = [
        _specific(outcome),
        _measurable(outcome),
        Finding(
            check=Check.TIME_BOUND,
            met=due is not None and today <= due and _within_a_year(due, today),
            found="" if due is None else due.isoformat(),
        ),
        Finding(check=Check.OWNER, met=bool(owner.strip()), found=owner.strip()),
    ]
    if confidence is not None:
        met = confidence >= CONFIDENCE_TO_RENEGOTIATE
        findings.append(Finding(check=Check.CONFIDENCE, met=met, found=str(confidence)))
    return tuple(findings)


def _within_a_year(due: date, today: date) -> bool:
    return (due.year - 1, due.month, due.day) <= (today.year, today.month, today.day)


def _specific(outcome: str) -> Finding:
    text = outcome.strip()
    vague = [v for v in VAGUE_VERBS if re.search(rf"\b{v}\b", text, re.IGNORECASE)]
    met = len(text.split()) >= 2 and not vague
    return Finding(check=Check.SPECIFIC, met=met, found=vague[0] if vague else text)


def _measurable(outcome: str) -> Finding:
    number = re.search(r"\d+(?:[.,/]\d+)?\s*(?:%|[^\W\d]+)?", outcome)
    found = number.group().strip() if number else ""
    return Finding(check=Check.MEASURABLE, met=bool(number), found=found)
