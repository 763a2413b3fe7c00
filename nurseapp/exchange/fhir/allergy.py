"""AllergyIntolerance to a received allergy, its criticality as it was sent."""

from __future__ import annotations

import msgspec

from nurseapp.domain.fact import FactCategory
from nurseapp.exchange.fhir.elements import Concept, DateTime, Day, Element, day
from nurseapp.exchange.fhir.faults import NotMapped, Remark
from nurseapp.exchange.fhir.origin import Mapped, Origin, mapped


class Reaction(Element, frozen=True):
    """How the body reacted."""

    manifestation: tuple[Concept, ...] = ()


class AllergyIntolerance(Element, frozen=True):
    """The resource."""

    clinical_status: Concept = Concept()
    verification_status: Concept = Concept()
    criticality: str | None = None
    code: Concept = Concept()
    onset_date_time: DateTime | None = None
    recorded_date: DateTime | None = None
    reaction: tuple[Reaction, ...] = ()


def facts(allergy: AllergyIntolerance, origin: Origin) -> Mapped:
    """Read an allergy, its reactions as the value's words."""
    if allergy.verification_status.has("entered-in-error"):
        raise NotMapped(Remark.ENTERED_IN_ERROR)
    if allergy.verification_status.has("refuted"):
        raise NotMapped(Remark.REFUTED)
    if allergy.code.words() is None:
        raise NotMapped(Remark.NO_CODE)
    began = day(allergy.onset_date_time, "AllergyIntolerance.onsetDateTime")
    if began == Day():
        began = day(allergy.recorded_date, "AllergyIntolerance.recordedDate")
    seen = [c.words() for reaction in allergy.reaction for c in reaction.manifestation]
    fact = origin.fact(
        FactCategory.ALLERGY,
        allergy.code,
        status=allergy.clinical_status.first().code,
        days=(began,),
        value=("; ".join(words for words in seen if words) or None, None),
        kind_of=allergy.criticality,
    )
    return mapped(fact, began)


decoder = msgspec.json.Decoder(AllergyIntolerance)
