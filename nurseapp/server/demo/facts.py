"""What other systems told about the member: conditions, medicines, allergies, stays, results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from nurseapp.domain.fact import Fact, FactCategory, FactReceived
from nurseapp.domain.ids import derived_id
from nurseapp.server.demo.scene import Scene, Told
from nurseapp.server.demo.words import AllergyWords, ConditionWords, MedicineWords, ResultWords

ICD_10 = "http://hl7.org/fhir/sid/icd-10"
ATC = "http://www.whocc.no/atc"
LOINC = "http://loinc.org"
# Nothing was received for the example: no document stands behind its facts.
NO_DOCUMENT = "example"
_ALLERGIC = 0.4


def facts_of(scene: Scene) -> tuple[Fact, ...]:
    """Make up what was received; results become placeholders for titles."""
    outline, programme = scene.outline, scene.programme
    allergy = outline.allergy
    if allergy is None and scene.chance(_ALLERGIC):
        allergy = scene.one(scene.words.phrases.allergies)
    found = [
        *_conditions(scene, outline.condition or programme.condition),
        *_allergies(scene, allergy),
        *_medicines(scene, outline.medicine or programme.medicine, allergy),
        *_stays(scene),
        *_results(scene, outline.result or programme.result),
    ]
    return tuple(found)


def arrivals(scene: Scene, facts: Iterable[Fact]) -> Iterator[Told]:
    """Tell when each was received: at the opening, or on the day it was measured."""
    opened = -scene.outline.opened
    for fact in facts:
        day = opened
        if fact.on is not None:
            day = max(opened, (fact.on - scene.now.date()).days)
        yield scene.by_feed(scene.at(day, 5), FactReceived(fact=fact))


def _fact(scene: Scene, category: FactCategory, display: str, *, number: int = 0) -> Fact:
    """Make a fact that says no more than its name; ``number`` tells several of one name apart."""
    source = f"{category.value}/{display}/{number}"
    return Fact(
        id=derived_id("demo", scene.case, source),
        category=category,
        display=display,
        source=source,
        document=NO_DOCUMENT,
    )


def _conditions(scene: Scene, words: Iterable[ConditionWords]) -> Iterator[Fact]:
    for condition in words:
        if scene.chance(condition.chance):
            yield replace(
                _fact(scene, FactCategory.CONDITION, condition.display),
                code_system=ICD_10,
                code=condition.code,
                status="active",
                on=_began(scene, condition),
            )


def _began(scene: Scene, condition: ConditionWords) -> date:
    """Give the day a condition began: of this year's, the day of the stay or shortly before."""
    years = scene.between(condition.years)
    if years:
        return scene.on(-365 * years - scene.between((0, 300)))
    stay = scene.outline.stay
    return scene.on(-stay.since if stay else -scene.outline.opened - scene.between((3, 20)))


def _allergies(scene: Scene, allergy: AllergyWords | None) -> Iterator[Fact]:
    if allergy is not None:
        yield replace(
            _fact(scene, FactCategory.ALLERGY, allergy.display),
            status="active",
            kind_of=allergy.criticality,
            value=allergy.reaction,
            on=scene.on(-scene.between((700, 6500))),
        )


def _medicines(
    scene: Scene, words: Iterable[MedicineWords], allergy: AllergyWords | None
) -> Iterator[Fact]:
    for medicine in words:
        is_safe = allergy is None or medicine.not_with != allergy.display
        if is_safe and scene.chance(medicine.chance):
            began, ended = _taken(scene, medicine)
            yield replace(
                _fact(scene, FactCategory.MEDICATION, medicine.display),
                code_system=ATC,
                code=medicine.code,
                value=medicine.dose,
                status="active" if ended is None else "completed",
                on=scene.on(began),
                until=None if ended is None else scene.on(ended),
            )


def _taken(scene: Scene, medicine: MedicineWords) -> tuple[int, int | None]:
    """Say since which day a medicine is taken, and until which where that is over."""
    outline = scene.outline
    if medicine.course is None:
        return -outline.opened - scene.between((10, 700)), None
    began = -outline.stay.since if outline.stay else -outline.opened
    ended = began + medicine.course
    return began, (ended if ended <= 0 else None)


def _stays(scene: Scene) -> Iterator[Fact]:
    outline = scene.outline
    if outline.stay is not None:
        yield replace(
            _fact(scene, FactCategory.ENCOUNTER, f"Hospital stay, {outline.stay.where}"),
            status="in-progress",
            kind_of="IMP",
            on=scene.on(-outline.stay.since),
        )
    if scene.programme.discharged:
        left = -outline.opened - 1
        yield replace(
            _fact(scene, FactCategory.ENCOUNTER, f"Hospital stay, {scene.values['hospital']}"),
            status="finished",
            kind_of="IMP",
            on=scene.on(left - scene.between((3, 9))),
            until=scene.on(left),
        )
    seen = scene.on(-outline.opened - scene.between((14, 60)))
    visit = f"Visit to the family physician, {outline.place}"
    yield replace(
        _fact(scene, FactCategory.ENCOUNTER, visit),
        status="finished",
        kind_of="AMB",
        on=seen,
        until=seen,
    )


def _results(scene: Scene, words: Iterable[ResultWords]) -> Iterator[Fact]:
    for result in words:
        low, high = result.range
        value = scene.dice.uniform(low, high)
        newest = -scene.between((3, 30)) + scene.until
        for number in reversed(range(result.times)):
            shown = f"{value + number * (high - low) / 25:.{result.decimals}f}"
            scene.values[result.code] = shown
            yield replace(
                _fact(scene, FactCategory.RESULT, result.display, number=number),
                code_system=LOINC,
                code=result.code,
                status="final",
                value=shown,
                unit=result.unit,
                on=scene.on(newest - number * scene.between((26, 40))),
            )
