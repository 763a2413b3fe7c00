"""What somebody typed into an editor against what they were looking at. Pure: no Qt.

The record as it was *shown* is what a change is made from, so that two nurses' changes meet as
the domain says and no winner is silent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from nurseapp.domain.care_plan import PlanRecord
from nurseapp.domain.revising import FieldValue

Typed = Mapping[str, FieldValue]


def shown_values(record: PlanRecord) -> dict[str, FieldValue]:
    """Give what an editor shows of a record."""
    return {name: getattr(record, name) for name in record.RULES}


def changed_fields(seen: PlanRecord, typed: Typed) -> dict[str, FieldValue]:
    """Give the typed values that differ from what was shown."""
    return {name: value for name, value in typed.items() if getattr(seen, name) != value}


def unsaved_fields(seen: PlanRecord, newer: PlanRecord, typed: Typed) -> set[str]:
    """Name the fields whose typed value is not saved, and is not what the newer record says."""
    changed = changed_fields(seen, typed)
    return {name for name, value in changed.items() if getattr(newer, name) != value}


def seen_anew(seen: PlanRecord, newer: PlanRecord, unsaved: Iterable[str]) -> PlanRecord:
    """Give what is shown once a newer record has arrived; unsaved fields keep what was shown."""
    return with_values(newer, {name: getattr(seen, name) for name in unsaved})


def with_values(record: PlanRecord, values: Typed) -> PlanRecord:
    """Give a record with other values in some of its fields."""
    return replace(record, **values)  # type: ignore[arg-type]  # the fields' own values
