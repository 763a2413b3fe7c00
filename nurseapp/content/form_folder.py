"""One version of one screening form: ``resources/forms/<id>/<version>/``.

``questionnaire.json`` is the wording, ``policy.toml`` how it is judged. A released version never
changes: ``resources/forms/released.toml`` keeps its fingerprints. Called by the library.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from nurseapp.content.questionnaire import Questionnaire, read_questionnaire
from nurseapp.content.reading import ContentError, StrictToml, read_toml
from nurseapp.domain.form import Band, Form, Policy, Scoring
from nurseapp.domain.member import Sex
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.scoring import score

Threshold = Literal["bands", "positive_at", "safety_items", "action_at", "minimum_age", "follow_up"]


class BandEntry(StrictToml, frozen=True):
    """One band, from ``at_least`` up to the next."""

    name: str
    at_least: int
    action: str | None = None


class PolicyFile(StrictToml, frozen=True):
    """``policy.toml`` as it is written."""

    short: str
    scoring: Scoring
    scored: tuple[str, ...]
    total_code: str
    required: bool
    minimum_age: int
    source: str
    licence: str
    reviewed: str
    positive_at: dict[Sex, int]
    sources: dict[Threshold, str]
    safety_items: tuple[str, ...] = ()
    action_at: int | None = None
    bands: tuple[BandEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormEntry:
    """A form with what the library keeps about it; ``required``: in every open case."""

    form: Form
    required: bool


def read_form(folder: Path) -> FormEntry:
    """Read the form in ``folder``, whose last two names are its id and its version.

    Raises:
        ContentError: for anything outside the vocabulary, and where the two files disagree.
    """
    wording = read_questionnaire(folder / "questionnaire.json")
    file = folder / "policy.toml"
    entry = read_toml(file, PolicyFile)
    if (wording.id, wording.version) != (folder.parent.name, folder.name):
        raise ContentError(folder / "questionnaire.json", "id", "is not what the folder says")
    form = Form(
        id=wording.id,
        version=wording.version,
        language=wording.language,
        short=entry.short,
        title=wording.title,
        stem=wording.stem,
        preface=wording.preface,
        items=wording.items,
        policy=_policy(file, entry, wording),
        minimum_age=entry.minimum_age,
        licence=f"{entry.licence}\n{wording.copyright}",
        source=entry.source,
        reviewed=entry.reviewed,
        code_system=wording.code_system,
        total_code=entry.total_code,
    )
    return FormEntry(form=form, required=entry.required)


def _policy(file: Path, entry: PolicyFile, wording: Questionnaire) -> Policy:
    scored = [item for item in wording.items if item.scored]
    if tuple(item.id for item in scored) != entry.scored:
        raise ContentError(file, "scored", "is not the items with points, in their order")
    if not set(entry.safety_items) <= set(entry.scored):
        raise ContentError(file, "safety_items", "names an item that is not scored")
    if set(entry.positive_at) != set(Sex):
        raise ContentError(file, "positive_at", "must name female, male and unknown")
    floors = [band.at_least for band in entry.bands]
    if floors and (floors[0] != 0 or floors != sorted(set(floors))):
        raise ContentError(file, "bands", f"must rise from 0, found {floors}")
    _check_sources(file, entry)
    highest = {len(item.options) - 1 for item in scored}
    if len(highest) != 1:
        raise ContentError(file, "scored", "every scored item must give the same points")
    policy = Policy(
        scoring=entry.scoring,
        items=entry.scored,
        highest=highest.pop(),
        bands=tuple(
            Band(name=band.name, at_least=band.at_least, action=band.action) for band in entry.bands
        ),
        positive_at=entry.positive_at,
        safety_items=entry.safety_items,
        action_at=entry.action_at,
        sources={name: text for name, text in entry.sources.items()},
    )
    try:
        score(policy, {})
    except DomainError as refusal:
        raise ContentError(file, "scored", f"does not fit {entry.scoring}") from refusal
    return policy


def _check_sources(file: Path, entry: PolicyFile) -> None:
    given: Mapping[Threshold, object] = {
        "bands": entry.bands,
        "positive_at": entry.positive_at,
        "safety_items": entry.safety_items,
        "action_at": entry.action_at,
        "minimum_age": entry.minimum_age,
    }
    for threshold, value in given.items():
        if value and not entry.sources.get(threshold, "").strip():
            raise ContentError(file, f"sources.{threshold}", "a threshold must name its source")
