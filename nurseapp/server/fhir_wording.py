"""The report of an import, worded for whoever runs the command. Decides nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from nurseapp.exchange.fhir.bundle import EntryReport, Outcome, ReceivedBundle
from nurseapp.exchange.fhir.faults import BundleError, Fault, Remark

_FAULTS: Mapping[Fault, str] = {
    Fault.NOT_JSON: "it is not JSON, or it was cut off",
    Fault.TOO_DEEP: "it is nested too deeply",
    Fault.NOT_A_BUNDLE: "it is not a FHIR Bundle",
    Fault.BUNDLE_TYPE: "bundles of this type do not say how things stand",
    Fault.ENTRY_SHAPE: "a value is not what FHIR R4 allows there",
    Fault.NO_RESOURCE: "there is no resource in it",
    Fault.NO_RESOURCE_TYPE: "its resource does not say of which type it is",
    Fault.BAD_CHARACTER: "it holds a character that cannot be kept",
    Fault.DANGLING_REFERENCE: "it refers to an entry that is not in the bundle",
    Fault.DUPLICATE_DIFFERS: "it differs from an earlier entry of the same name",
    Fault.SEVERAL_PATIENTS: "it is a second patient; a bundle may be about one",
    Fault.NO_NAME: "nobody can be found under it: there is no name",
}

_REMARKS: Mapping[Remark, str] = {
    Remark.TYPE_NOT_MAPPED: "resources of this type are not taken over",
    Remark.DUPLICATE: "repeats an earlier entry word for word",
    Remark.NO_PATIENT: "the bundle has no patient",
    Remark.OTHER_PATIENT: "is not about the patient of this bundle",
    Remark.ENTERED_IN_ERROR: "the sender took it back",
    Remark.REFUTED: "was found not to be so",
    Remark.NOT_TO_BE_TAKEN: "says what is not taken",
    Remark.MEDICATION_NOT_HERE: "the medicine that it refers to is not in the bundle",
    Remark.NO_CODE: "has neither a code nor words",
    Remark.NO_VALUE: "has no value",
    Remark.VALUE_NOT_MAPPED: "has a value that is neither one number nor words",
    Remark.INEXACT_DATE: "has a date that names no day, left empty",
    Remark.DEATH_WITHOUT_DATE: "died on an unknown day; the day of receipt stands for it",
}


def refusal(error: BundleError) -> str:
    """Say why a file was refused, with its entry and the place in it."""
    where = "" if error.index is None else f" entry {error.index}:"
    detail = f" ({error.detail})" if error.detail else ""
    return f"{error.name}: refused, nothing imported:{where} {_FAULTS[error.reason]}{detail}."


def refused_by_rule(name: str, code: str) -> str:
    """Say that a rule of the case refused what a file asks for."""
    return f"{name}: refused, nothing imported: a rule of the case does not allow it ({code})."


def unreadable(name: str, error: OSError) -> str:
    """Say that a file cannot be opened."""
    return f"{name}: cannot be read: {error.strerror or type(error).__name__}."


def nobody_to_assign(user: str) -> str:
    """Say that there is no such nurse."""
    return f"There is no nurse with the login {user!r}. Nothing was imported."


def bad_team(team: str) -> str:
    """Say that a team cannot be called so."""
    return f"{team!r} cannot be a team: a-z, 0-9, dots, dashes. Nothing was imported."


def no_team(user: str) -> str:
    """Say that a nurse without a team needs one to be named."""
    return f"{user!r} belongs to no team: name one with --team. Nothing was imported."


def report(name: str, bundle: ReceivedBundle, *, is_new: bool) -> Iterator[str]:
    """Word the report of one file: counts by type and outcome, then each entry with a remark."""
    yield f"{name}: {'imported' if is_new else 'received before, nothing changed'}."
    mapped = sum(line.outcome is Outcome.MAPPED for line in bundle.report)
    rest = len(bundle.report) - mapped
    yield f"  {len(bundle.report)} entries: {mapped} mapped, {rest} listed."
    counts = Counter((line.type, line.outcome, line.mapped_as or "") for line in bundle.report)
    for (kind, outcome, mapped_as), count in sorted(counts.items()):
        ending = f"mapped as {mapped_as}" if outcome is Outcome.MAPPED else "listed"
        yield f"  {count:6} {kind} {ending}"
    for line in bundle.report:
        if line.remarks:
            yield _entry(line)


def _entry(line: EntryReport) -> str:
    remarks = ", ".join(_REMARKS[remark] for remark in line.remarks)
    return f"  entry {line.index} {line.type} {line.id} {line.outcome.value}: {remarks}"
