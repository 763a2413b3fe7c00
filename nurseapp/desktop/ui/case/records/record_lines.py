"""Received records as lines of a table; display, code and status are the sender's own."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.services.cases import OpenCase
from nurseapp.desktop.ui.case.received import not_in_plan
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.wording.days import date_words
from nurseapp.domain.fact import Fact, FactCategory
from nurseapp.domain.ids import RecordId

_SYSTEMS = {
    "http://snomed.info/sct": "SNOMED CT",
    "http://loinc.org": "LOINC",
    "http://www.nlm.nih.gov/research/umls/rxnorm": "RxNorm",
    "http://hl7.org/fhir/sid/icd-10-cm": "ICD-10-CM",
    "http://hl7.org/fhir/sid/icd-10": "ICD-10",
    "http://hl7.org/fhir/sid/cvx": "CVX",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """One received record in words."""

    record: RecordId
    when: str
    what: str
    value: str
    code: str
    source: str
    face: ChipFace


def record_lines(case: OpenCase, category: FactCategory | None) -> tuple[RecordLine, ...]:
    """List the received records of one category, or of all, newest first."""
    offered = {fact.id for fact in not_in_plan(case)}
    return tuple(
        _line(fact, is_offered=fact.id in offered, may_write=case.may_write)
        for fact in case.facts
        if category is None or fact.category is category
    )


def _line(fact: Fact, *, is_offered: bool, may_write: bool) -> RecordLine:
    value = " ".join(part for part in (fact.value, fact.unit) if part)
    return RecordLine(
        record=fact.id,
        when="" if fact.on is None else date_words(fact.on),
        what=fact.display,
        value=value or fact.kind_of or "",
        code=_code_words(fact),
        source=fact.source,
        face=_face(fact, is_offered=is_offered and may_write),
    )


def _code_words(fact: Fact) -> str:
    system = _SYSTEMS.get(fact.code_system or "", fact.code_system or "")
    return " ".join(part for part in (fact.code, system) if part)


def _face(fact: Fact, *, is_offered: bool) -> ChipFace:
    if is_offered:
        words = QCoreApplication.translate("received", "Not in the plan")
        return ChipFace(kind=ChipKind.DUE, words=words)
    if fact.status:
        return ChipFace(kind=ChipKind.NEUTRAL, words=fact.status)
    if fact.is_active():
        return ChipFace(
            kind=ChipKind.NEUTRAL, words=QCoreApplication.translate("received", "Current")
        )
    return ChipFace(kind=ChipKind.NEUTRAL, words=QCoreApplication.translate("received", "Past"))
