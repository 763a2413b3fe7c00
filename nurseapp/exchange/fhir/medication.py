"""MedicationRequest and MedicationStatement to a received medicine."""

from __future__ import annotations

import msgspec

from nurseapp.domain.fact import FactCategory
from nurseapp.exchange.fhir.elements import Concept, DateTime, Element, Period, Reference, day
from nurseapp.exchange.fhir.faults import NotMapped, Remark
from nurseapp.exchange.fhir.origin import Mapped, Origin, mapped


class Medication(Element, frozen=True):
    """What a medicine is, where a request refers to it."""

    id: str | None = None
    code: Concept = Concept()


class Dosage(Element, frozen=True):
    """How to take it, in words."""

    text: str | None = None


class MedicationRequest(Element, frozen=True):
    """The resource."""

    status: str | None = None
    do_not_perform: bool = False
    medication_codeable_concept: Concept | None = None
    medication_reference: Reference | None = None
    contained: tuple[Medication, ...] = ()
    authored_on: DateTime | None = None
    dosage_instruction: tuple[Dosage, ...] = ()


class MedicationStatement(Element, frozen=True):
    """The resource."""

    status: str | None = None
    medication_codeable_concept: Concept | None = None
    medication_reference: Reference | None = None
    contained: tuple[Medication, ...] = ()
    effective_date_time: DateTime | None = None
    effective_period: Period = Period()
    date_asserted: DateTime | None = None
    dosage: tuple[Dosage, ...] = ()


def facts_of_request(request: MedicationRequest, origin: Origin) -> Mapped:
    """Read a prescription; an order not to give something is not mapped."""
    if request.do_not_perform:
        raise NotMapped(Remark.NOT_TO_BE_TAKEN)
    ordered = day(request.authored_on, "MedicationRequest.authoredOn")
    fact = origin.fact(
        FactCategory.MEDICATION,
        _what(request, origin),
        status=request.status,
        days=(ordered,),
        value=(_words(request.dosage_instruction), None),
    )
    return mapped(fact, ordered)


def facts_of_statement(statement: MedicationStatement, origin: Origin) -> Mapped:
    """Read what somebody takes; what they were found not to take is not mapped."""
    if statement.status == "not-taken":
        raise NotMapped(Remark.NOT_TO_BE_TAKEN)
    period = statement.effective_period
    since = day(
        statement.effective_date_time or period.start or statement.date_asserted,
        "MedicationStatement.effective",
    )
    ended = day(period.end, "MedicationStatement.effectivePeriod.end")
    fact = origin.fact(
        FactCategory.MEDICATION,
        _what(statement, origin),
        status=statement.status,
        days=(since, ended),
        value=(_words(statement.dosage), None),
    )
    return mapped(fact, since, ended)


def _what(resource: MedicationRequest | MedicationStatement, origin: Origin) -> Concept:
    if resource.status == "entered-in-error":
        raise NotMapped(Remark.ENTERED_IN_ERROR)
    concept = resource.medication_codeable_concept
    if concept is None:
        concept = _referred(resource, origin)
    if concept.words() is None:
        raise NotMapped(Remark.NO_CODE)
    return concept


def _referred(resource: MedicationRequest | MedicationStatement, origin: Origin) -> Concept:
    reference = resource.medication_reference or Reference()
    name = reference.reference or ""
    contained = {f"#{m.id}": m.code for m in resource.contained if m.id}
    found = contained.get(name) or origin.medications.get(name)
    if found is not None:
        return found
    if reference.display is None:
        raise NotMapped(Remark.MEDICATION_NOT_HERE)
    return Concept(text=reference.display)


def _words(dosages: tuple[Dosage, ...]) -> str | None:
    return "; ".join(d.text for d in dosages if d.text) or None


medication_decoder = msgspec.json.Decoder(Medication)
request_decoder = msgspec.json.Decoder(MedicationRequest)
statement_decoder = msgspec.json.Decoder(MedicationStatement)
