"""Observation to received results: one of its own, and one for each component, codes kept.

A blood pressure so becomes two results, each under its own code and in its own unit.
"""

from __future__ import annotations

from dataclasses import replace

import msgspec

from nurseapp.domain.fact import FactCategory
from nurseapp.exchange.fhir.elements import Concept, DateTime, Element, Period, Quantity, day
from nurseapp.exchange.fhir.faults import NotMapped, Remark
from nurseapp.exchange.fhir.origin import Mapped, Origin, remarks_on


class Value(Element, frozen=True):
    """The kinds of value that can be said as a decimal or in words, and those that cannot."""

    value_quantity: Quantity | None = None
    value_codeable_concept: Concept | None = None
    value_string: str | None = None
    value_boolean: bool | None = None
    value_integer: int | None = None
    value_date_time: str | None = None
    value_time: str | None = None
    value_range: msgspec.Raw = msgspec.Raw()
    value_ratio: msgspec.Raw = msgspec.Raw()
    value_period: msgspec.Raw = msgspec.Raw()
    value_sampled_data: msgspec.Raw = msgspec.Raw()

    def text(self) -> tuple[str | None, str | None]:
        """Give value and unit; (None, None) where there is no value that can be kept."""
        quantity = self.value_quantity
        if quantity is not None:
            return quantity.amount(), quantity.unit or quantity.code
        if self.value_codeable_concept is not None:
            return self.value_codeable_concept.words(), None
        if self.value_boolean is not None:
            return ("true" if self.value_boolean else "false"), None
        if self.value_integer is not None:
            return str(self.value_integer), None
        return self.value_string or self.value_date_time or self.value_time, None

    def is_of_another_kind(self) -> bool:
        """Tell whether there is a value that cannot be kept as one decimal or words."""
        others = (self.value_range, self.value_ratio, self.value_period, self.value_sampled_data)
        return any(bytes(raw) for raw in others)


class Component(Value, frozen=True):
    """One of several values that were found together."""

    code: Concept = Concept()


class Observation(Value, frozen=True):
    """The resource."""

    status: str | None = None
    code: Concept = Concept()
    effective_date_time: DateTime | None = None
    effective_period: Period = Period()
    effective_instant: DateTime | None = None
    component: tuple[Component, ...] = ()


def facts(observation: Observation, origin: Origin) -> Mapped:
    """Read an observation; one without any value that can be kept is not mapped."""
    if observation.status in {"entered-in-error", "cancelled"}:
        raise NotMapped(Remark.ENTERED_IN_ERROR)
    when = (
        observation.effective_date_time
        or observation.effective_period.start
        or observation.effective_instant
    )
    measured = day(when, "Observation.effective")
    parts: list[tuple[str, Concept, Value]] = [("", observation.code, observation)]
    parts += [(f"component {n}", c.code, c) for n, c in enumerate(observation.component)]
    kept = [p for p in parts if p[1].words() is not None and p[2].text()[0] is not None]
    if not kept:
        raise NotMapped(_why(observation, parts))
    found = [
        replace(origin, part=part).fact(
            FactCategory.RESULT,
            concept,
            status=observation.status,
            days=(measured,),
            value=value.text(),
        )
        for part, concept, value in kept
    ]
    remarks = [*remarks_on(measured)]
    if any(value.is_of_another_kind() for _, _, value in parts):
        remarks.append(Remark.VALUE_NOT_MAPPED)
    return Mapped(facts=tuple(found), remarks=tuple(remarks))


def _why(observation: Observation, parts: list[tuple[str, Concept, Value]]) -> Remark:
    if observation.code.words() is None:
        return Remark.NO_CODE
    other = any(value.is_of_another_kind() for _, _, value in parts)
    return Remark.VALUE_NOT_MAPPED if other else Remark.NO_VALUE


decoder = msgspec.json.Decoder(Observation)
