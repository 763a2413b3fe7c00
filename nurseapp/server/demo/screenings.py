"""Screenings with answers that fit their total, and the safety concerns that follow from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from nurseapp.domain.case import Stage
from nurseapp.domain.form import Form
from nurseapp.domain.ids import RecordId
from nurseapp.domain.safety import (
    SafetyConcernClosed,
    SafetyConcernRaised,
    SafetyOutcome,
    concern_id,
)
from nurseapp.domain.screening import ScreeningDeclined, ScreeningSigned
from nurseapp.server.demo.scene import Scene, Told
from nurseapp.server.demo.words import Need, ScreeningWords

PHQ_9 = "phq-9"
AUDIT_C = "audit-c"
SAFETY_ITEM = "9"
# How readily the example's people say yes to items 1 to 8: most are tired, few are restless.
_LIKELIHOOD = {"1": 5, "2": 5, "3": 7, "4": 8, "5": 4, "6": 3, "7": 4, "8": 1}
_AUDIT_C = {
    1: [(1, 0, 0)],
    2: [(2, 0, 0), (1, 1, 0)],
    3: [(2, 0, 1), (3, 0, 0), (2, 1, 0)],
    4: [(2, 1, 1), (3, 1, 0)],
    5: [(3, 1, 1), (2, 2, 1)],
    6: [(3, 2, 1), (3, 1, 2)],
    7: [(3, 2, 2), (4, 2, 1)],
    8: [(4, 2, 2), (3, 2, 3)],
}
_STEPS = ("asked-thoughts", "asked-plan-and-means", "stayed")


def screenings(scene: Scene) -> Iterator[Told]:
    """Tell every screening of the case, and what followed from item 9."""
    planned = scene.outline.screening
    if planned is None:
        planned = tuple(_invented(scene))
    last = max((words.on for words in planned), default=0)
    for words in planned:
        at = scene.at(words.on, scene.between((90, 420)))
        screening = scene.new_id(at)
        form = scene.shelf.forms[words.form]
        if words.total is None:
            yield scene.by_nurse(at, _declined(scene, screening, form))
            continue
        answers = _answers(scene, words)
        yield scene.by_nurse(at, _signed(scene, screening, form, answers))
        if answers.get(SAFETY_ITEM, 0) > 0 and words.form == PHQ_9:
            stays_open = scene.needs(Need.SAFETY) and words.on == last
            yield from _concern(scene, screening, answers[SAFETY_ITEM], at, is_open=stays_open)


def _invented(scene: Scene) -> Iterator[ScreeningWords]:
    """Make up which forms were filled in when; one is missing where screening is due."""
    opened = -scene.outline.opened
    missing: set[str] = set()
    if scene.needs(Need.SCREENING_DUE):
        missing = {AUDIT_C} if scene.has_reached(Stage.ASSESS) else {AUDIT_C, PHQ_9}
        if scene.chance(0.4):
            missing.add(PHQ_9)
    first = min(opened + scene.between((2, 9)), scene.until)
    if AUDIT_C not in missing:
        yield ScreeningWords(form=AUDIT_C, on=first, total=_drinking(scene))
    if PHQ_9 not in missing:
        yield from _mood(scene, first)


def _mood(scene: Scene, first: int) -> Iterator[ScreeningWords]:
    """Make up a PHQ-9 and its repetitions, better most of the time."""
    bounds = scene.programme.mood or scene.one([(0, 4), (0, 6), (2, 9), (5, 13)])
    total = scene.between(bounds)
    on = first
    if scene.programme.mood is None and not scene.needs(Need.SAFETY) and scene.chance(0.08):
        yield ScreeningWords(form=PHQ_9, on=on)
        return
    while on < scene.until - 30 and total >= 5:
        safety = int(total >= 14 and scene.chance(0.2))
        yield ScreeningWords(form=PHQ_9, on=on, total=total, safety=safety)
        on += scene.between((28, 60))
        total = max(0, total + scene.between((-6, 2)))
    if scene.needs(Need.SAFETY):
        yield ScreeningWords(form=PHQ_9, on=0, total=scene.between((12, 19)), safety=1)
    else:
        yield ScreeningWords(form=PHQ_9, on=min(on, scene.until), total=total)


def _drinking(scene: Scene) -> int:
    drinks = scene.programme.drinks
    if drinks:
        return scene.between((3, 7))
    if drinks is False or scene.country.dry:
        return 0
    return scene.one([0, 0, 0, 1, 1, 2, 2, 3, 4, 5])


def _answers(scene: Scene, words: ScreeningWords) -> Mapping[str, int]:
    total = words.total or 0
    if words.form == AUDIT_C:
        if total == 0:
            return {"1": 0}
        return dict(zip("123", scene.one(_AUDIT_C[total]), strict=True))
    answers = dict.fromkeys(_LIKELIHOOD, 0) | {SAFETY_ITEM: words.safety}
    while sum(answers.values()) < total:
        open_ = [item for item in _LIKELIHOOD if answers[item] < 3]
        (item,) = scene.dice.choices(open_, [_LIKELIHOOD[i] for i in open_])
        answers[item] += 1
    return answers


def _signed(
    scene: Scene, screening: RecordId, form: Form, answers: Mapping[str, int]
) -> ScreeningSigned:
    return ScreeningSigned(
        screening=screening,
        form=form.id,
        version=form.version,
        language=form.language,
        answers=answers,
        sex=scene.outline.sex,
        policy=form.policy,
        total=sum(answers.values()),
    )


def _declined(scene: Scene, screening: RecordId, form: Form) -> ScreeningDeclined:
    return ScreeningDeclined(
        screening=screening,
        form=form.id,
        version=form.version,
        language=form.language,
        reason=scene.one(scene.words.phrases.declines),
    )


def _concern(
    scene: Scene, screening: RecordId, points: int, at: datetime, *, is_open: bool
) -> Iterator[Told]:
    raised = SafetyConcernRaised(screening=screening, form=PHQ_9, item=SAFETY_ITEM, points=points)
    yield scene.by_nurse(at, raised)
    if is_open:
        return
    concern = concern_id(screening)
    if scene.chance(0.15):
        ended = SafetyConcernClosed(
            concern=concern,
            outcome=SafetyOutcome.UNABLE,
            reason=scene.one(scene.words.phrases.takeovers),
            taken_over_by="Crisis team on duty",
        )
    else:
        told = f"told: family physician in {scene.outline.place}"
        ended = SafetyConcernClosed(
            concern=concern, outcome=SafetyOutcome.DONE, steps=(*_STEPS, told)
        )
    yield scene.by_nurse(at, ended)
