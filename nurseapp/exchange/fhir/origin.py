"""Where a received record comes from: what each mapping needs besides the resource itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from nurseapp.domain.fact import Fact, FactCategory
from nurseapp.domain.ids import RecordId, derived_id
from nurseapp.exchange.fhir.elements import Concept, Day, Reference
from nurseapp.exchange.fhir.faults import Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One entry of one bundle about one member.

    Attributes:
        member: the member's id, under which the sender's ids are unique.
        source: the sender's own id of the resource.
        document: SHA-256 of the bundle.
        part: tells several records of one resource apart.
        medications: what the bundle's Medication entries are, by every name they go by.
    """

    member: RecordId
    type: str
    source: str
    document: str
    medications: Mapping[str, Concept]
    part: str = ""

    def fact(
        self,
        category: FactCategory,
        concept: Concept,
        *,
        status: str | None = None,
        days: tuple[Day, ...] = (),
        value: tuple[str | None, str | None] = (None, None),
        kind_of: str | None = None,
    ) -> Fact:
        """Make the received record.

        Args:
            days: when it began or was measured, and perhaps when it ended.
            value: the value and its unit.
        """
        coding = concept.first()
        on, until, *_ = (*days, Day(), Day())
        return Fact(
            id=derived_id("fhir", self.member, self.type, self.source, self.part),
            category=category,
            display=concept.words() or "",
            code_system=coding.system,
            code=coding.code,
            status=status,
            on=on.on,
            until=until.on,
            value=value[0],
            unit=value[1],
            kind_of=kind_of,
            source=self.source,
            document=self.document,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """What became of one entry: its records, and what of it could not be kept."""

    facts: tuple[Fact, ...]
    remarks: tuple[Remark, ...] = ()


def mapped(fact: Fact, *days: Day) -> Mapped:
    """Give one record, with a remark where one of its days was no whole date."""
    return Mapped(facts=(fact,), remarks=remarks_on(*days))


def remarks_on(*days: Day) -> tuple[Remark, ...]:
    """Remark on dates that name no day."""
    return (Remark.INEXACT_DATE,) if any(d.is_inexact for d in days) else ()


class WithSubject(msgspec.Struct, frozen=True):
    """Whom a resource is about: FHIR says ``subject``, of an allergy ``patient``."""

    subject: Reference | None = None
    patient: Reference | None = None

    def reference(self) -> str | None:
        """Give the reference, or None."""
        about = self.subject or self.patient
        return about.reference if about else None
