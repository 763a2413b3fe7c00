"""Encounter to a received stay or visit, its class as it was sent (IMP, AMB, EMER …)."""

from __future__ import annotations

import msgspec

from nurseapp.domain.fact import FactCategory
from nurseapp.exchange.fhir.elements import Coding, Concept, Element, Period, day
from nurseapp.exchange.fhir.faults import NotMapped, Remark
from nurseapp.exchange.fhir.origin import Mapped, Origin, mapped


class Encounter(Element, frozen=True):
    """The resource."""

    status: str | None = None
    class_: Coding = msgspec.field(name="class", default=Coding())
    type: tuple[Concept, ...] = ()
    reason_code: tuple[Concept, ...] = ()
    period: Period = Period()


def facts(encounter: Encounter, origin: Origin) -> Mapped:
    """Read an encounter; its reason is kept as the value's words."""
    if encounter.status == "entered-in-error":
        raise NotMapped(Remark.ENTERED_IN_ERROR)
    named = (concept for concept in encounter.type if concept.words())
    what = next(named, Concept(coding=(encounter.class_,)))
    if what.words() is None:
        raise NotMapped(Remark.NO_CODE)
    reasons = "; ".join(words for c in encounter.reason_code if (words := c.words()))
    began = day(encounter.period.start, "Encounter.period.start")
    ended = day(encounter.period.end, "Encounter.period.end")
    fact = origin.fact(
        FactCategory.ENCOUNTER,
        what,
        status=encounter.status,
        days=(began, ended),
        value=(reasons or None, None),
        kind_of=encounter.class_.code,
    )
    return mapped(fact, began, ended)


decoder = msgspec.json.Decoder(Encounter)
