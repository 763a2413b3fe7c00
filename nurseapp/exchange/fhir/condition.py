"""Condition to a received problem; its codes stay what they are."""

from __future__ import annotations

import msgspec

from nurseapp.domain.fact import FactCategory
from nurseapp.exchange.fhir.elements import Concept, DateTime, Day, Element, day
from nurseapp.exchange.fhir.faults import NotMapped, Remark
from nurseapp.exchange.fhir.origin import Mapped, Origin, mapped


class Condition(Element, frozen=True):
    """The resource."""

    clinical_status: Concept = Concept()
    verification_status: Concept = Concept()
    code: Concept = Concept()
    onset_date_time: DateTime | None = None
    abatement_date_time: DateTime | None = None
    recorded_date: DateTime | None = None


def facts(condition: Condition, origin: Origin) -> Mapped:
    """Read a condition; one that is refuted, in error or without a name is not mapped."""
    if condition.verification_status.has("entered-in-error"):
        raise NotMapped(Remark.ENTERED_IN_ERROR)
    if condition.verification_status.has("refuted"):
        raise NotMapped(Remark.REFUTED)
    if condition.code.words() is None:
        raise NotMapped(Remark.NO_CODE)
    began = day(condition.onset_date_time, "Condition.onsetDateTime")
    if began == Day():
        began = day(condition.recorded_date, "Condition.recordedDate")
    ended = day(condition.abatement_date_time, "Condition.abatementDateTime")
    fact = origin.fact(
        FactCategory.CONDITION,
        condition.code,
        status=condition.clinical_status.first().code,
        days=(began, ended),
    )
    return mapped(fact, began, ended)


decoder = msgspec.json.Decoder(Condition)
