"""The received record: what another system says about a member, kept as it came.

Codes are never translated. A nurse reads it, and may accept a condition into the plan; nothing
received changes the plan by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from nurseapp.domain.events import Event
from nurseapp.domain.ids import RecordId
from nurseapp.domain.streams import Stream, StreamKind

# Statuses of FHIR R4's conditions, allergies, medicines and encounters that ask for nothing now.
_NOT_CURRENT = {
    *("resolved", "inactive", "remission"),
    *("stopped", "completed", "cancelled", "not-taken"),
    *("planned", "finished"),
}


class FactCategory(StrEnum):
    """What a received record is about."""

    CONDITION = "condition"
    MEDICATION = "medication"
    ALLERGY = "allergy"
    ENCOUNTER = "encounter"
    RESULT = "result"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One received record.

    Attributes:
        display: what the sender calls it.
        status: the sender's status, untranslated.
        on: the day it began or was measured; ``until`` the day it ended.
        value: a result as decimal text or words, a dose, a reaction, the reason of a stay.
        unit: of a result, as sent.
        kind_of: the encounter's class or the allergy's criticality, as sent.
        source: the sender's own id of it.
        document: SHA-256 of the received bytes, under which they are kept.
    """

    KIND: ClassVar[str] = "fact"

    id: RecordId
    category: FactCategory
    display: str
    code_system: str | None = None
    code: str | None = None
    status: str | None = None
    on: date | None = None
    until: date | None = None
    value: str | None = None
    unit: str | None = None
    kind_of: str | None = None
    source: str
    document: str

    def is_active(self) -> bool:
        """Tell whether the sender holds it for current."""
        return self.until is None and self.status not in _NOT_CURRENT


@dataclass(frozen=True, slots=True, kw_only=True)
class FactReceived:
    """Another system told us something about the member."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE

    fact: Fact


def received(stream: Stream, _event: Event, body: FactReceived) -> Stream:
    """Keep a received record; the same one again changes nothing, a newer one replaces it."""
    if stream.find(Fact, body.fact.id) == body.fact:
        return stream
    return stream.put(body.fact)
