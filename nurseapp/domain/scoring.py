"""Scoring of the screening forms: pure functions over points.

Unanswered is never zero: no total, no band, no verdict until a form is complete. A safety item
alerts all the same. Sources: PHQ-9: Kroenke 2001 and the authors' manual;
AUDIT-C: Bush 1998 (PMID 9738608) and Bradley 2003 (PMID 12695273). The numbers themselves come
with the form's policy, each with its own source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nurseapp.domain.form import Policy, Scoring
from nurseapp.domain.member import Sex
from nurseapp.domain.refusal import DomainError

Answers = Mapping[str, int]

_ITEMS: Mapping[Scoring, int] = {Scoring.PHQ_9: 9, Scoring.AUDIT_C: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What the answers say so far.

    Attributes:
        answered: how many scored items have an answer, of ``items``.
        total: None until complete, as are ``band``, ``positive`` and ``algorithm``.
        alerts: items of safety that were answered above zero, complete or not, as ``item-<id>``.
        cautions: what a reader must know before using the verdict.
        algorithm: PHQ-9's pattern, ``major``, ``other`` or ``none``; never a diagnosis.
    """

    complete: bool
    answered: int
    items: int
    total: int | None
    band: str | None
    positive: bool | None
    alerts: tuple[str, ...]
    cautions: tuple[str, ...]
    algorithm: str | None


def score(policy: Policy, answers: Answers, sex: Sex = Sex.UNKNOWN) -> Score:
    """Score answers (item id to points); refuse ``bad_points`` out of range, and ``bad_policy``.

    Answers to items that the policy does not score are ignored.
    """
    _check(policy, answers)
    points = [answers.get(item) for item in policy.items]
    given = [p for p in points if p is not None]
    complete = len(given) + len(skipped_items(policy, answers)) == len(points)
    total = sum(given) if complete else None
    return Score(
        complete=complete,
        answered=len(points) if complete else len(given),
        items=len(points),
        total=total,
        band=None if total is None else _band(policy, total),
        positive=None if total is None else total >= policy.positive_at[sex],
        alerts=tuple(f"item-{item}" for item in policy.safety_items if answers.get(item, 0) > 0),
        cautions=_cautions(policy, points, total, sex),
        algorithm=_pattern(policy, answers) if complete else None,
    )


def skipped_items(policy: Policy, answers: Answers) -> tuple[str, ...]:
    """List the items that need not be asked: after «never» alone, AUDIT-C asks no more."""
    given = [answers.get(item) for item in policy.items]
    if policy.scoring is Scoring.AUDIT_C and given == [0, None, None]:
        return policy.items[1:]
    return ()


def _check(policy: Policy, answers: Answers) -> None:
    if len(policy.items) != _ITEMS[policy.scoring] or policy.positive_at.keys() != set(Sex):
        raise DomainError("bad_policy", scoring=policy.scoring.value)
    for item in policy.items:
        points = answers.get(item)
        if points is not None and not 0 <= points <= policy.highest:
            raise DomainError("bad_points", item=item, points=points, highest=policy.highest)


def _band(policy: Policy, total: int) -> str | None:
    reached = [band.name for band in policy.bands if total >= band.at_least]
    return reached[-1] if reached else None


def _cautions(
    policy: Policy, points: list[int | None], total: int | None, sex: Sex
) -> tuple[str, ...]:
    if policy.scoring is not Scoring.AUDIT_C or total is None:
        return ()
    cautions = []
    if sex is Sex.UNKNOWN:
        cautions.append("sex-unknown")
    if total > 0 and points[1] == points[2] == 0:
        cautions.append("q1-only")
    if policy.action_at is not None and total >= policy.action_at:
        cautions.append(f"va-{policy.action_at}")
    return tuple(cautions)


def _pattern(policy: Policy, answers: Answers) -> str | None:
    """Give the pattern of the PHQ-9 manual: a core symptom and how many stand with it."""
    if policy.scoring is not Scoring.PHQ_9:
        return None
    *symptoms, last = policy.items
    core = any(answers[item] >= 2 for item in symptoms[:2])
    count = sum(answers[item] >= 2 for item in symptoms) + (answers[last] >= 1)
    if not core or count < 2:
        return "none"
    return "major" if count >= 5 else "other"
