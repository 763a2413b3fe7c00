"""The words that the example organisation is made of: ``resources/demo``, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from nurseapp.content.reading import StrictToml, read_toml
from nurseapp.domain.barrier import BarrierStatus
from nurseapp.domain.case import Stage
from nurseapp.domain.goal import GoalStatus
from nurseapp.domain.intervention import InterventionStatus
from nurseapp.domain.member import Sex
from nurseapp.domain.problem import ProblemStatus

Range = tuple[int, int]


class Need(StrEnum):
    """What a case shows in a list, for which it is made."""

    SAFETY = "safety"
    OVERDUE = "overdue"
    DUE_TODAY = "due-today"
    ON_TIME = "on-time"
    SCREENING_DUE = "screening-due"
    IN_HOSPITAL = "in-hospital"
    LONG_STAY = "long-stay"
    CONFLICT = "conflict"
    CLOSING_PROPOSED = "closing-proposed"
    CLOSED = "closed"
    DIED = "died"


class Country(StrictToml, frozen=True):
    """A country: how people are called there, what they speak; ``dry`` where few drink."""

    code: str
    time_zone: str
    prefix: str
    cities: tuple[str, ...]
    languages: tuple[str, ...]
    hospital: str
    female: tuple[str, ...]
    male: tuple[str, ...]
    family: tuple[str, ...]
    family_female: tuple[str, ...] = ()
    dry: bool = False

    def families(self, sex: Sex) -> tuple[str, ...]:
        """Give the family names that a person of this sex may have."""
        return (sex is Sex.FEMALE and self.family_female) or self.family


class ConditionWords(StrictToml, frozen=True):
    """A condition with its ICD-10 code; ``years`` ago it began."""

    display: str
    code: str
    years: Range
    chance: float = 1.0


class MedicineWords(StrictToml, frozen=True):
    """A medicine with its ATC code.

    Attributes:
        course: for how many days it is taken from the opening or the stay on; None for good.
        not_with: the allergy with which it is never given.
    """

    display: str
    code: str
    dose: str
    chance: float = 1.0
    course: int | None = None
    not_with: str | None = None


class ResultWords(StrictToml, frozen=True):
    """A measurement with its LOINC code, taken some ``times``."""

    display: str
    code: str
    unit: str
    range: tuple[float, float]
    decimals: int = 0
    times: int = 1


class AllergyWords(StrictToml, frozen=True):
    """An allergy in words."""

    display: str
    criticality: str
    reaction: str


class StepWords(StrictToml, frozen=True):
    """An intervention; ``owner`` is member, nurse, or somebody by name; ``due`` days from today."""

    title: str
    owner: str
    cadence: str = ""
    due: int | None = None
    status: InterventionStatus | None = None


class BarrierWords(StrictToml, frozen=True):
    """A barrier and what is done about it."""

    title: str
    action: str
    owner: str = "nurse"
    due: int | None = None
    status: BarrierStatus | None = None


class GoalWords(StrictToml, frozen=True):
    """A goal; due within a range of weeks, or in ``due`` days; ``lasting`` if not met before."""

    outcome: str
    words: str = ""
    owner: str = "member"
    weeks: Range = (2, 6)
    due: int | None = None
    importance: int | None = None
    confidence: int | None = None
    status: GoalStatus | None = None
    lasting: bool = False
    step: tuple[StepWords, ...] = ()
    barrier: tuple[BarrierWords, ...] = ()


class ProblemWords(StrictToml, frozen=True):
    """A problem; ``code`` names the received condition that it was accepted from."""

    title: str
    need: str
    code: str | None = None
    status: ProblemStatus | None = None
    goal: tuple[GoalWords, ...] = ()


class HandoutWords(StrictToml, frozen=True):
    """A handout, given to whoever has the condition ``code``; None for everybody."""

    id: str
    code: str | None = None


class Programme(StrictToml, frozen=True):
    """What the members of one programme have in common.

    Attributes:
        notes: the first fits an assessment, the first two a plan that is being made.
        mood: first PHQ-9 totals, for programmes about mood.
        drinks: whether AUDIT-C totals are high, or zero; None for anything.
        longest: days that a case may be open, for what passes by itself.
    """

    weight: int
    ages: Range
    next: tuple[str, ...]
    notes: tuple[str, ...]
    problem: tuple[ProblemWords, ...]
    condition: tuple[ConditionWords, ...] = ()
    medicine: tuple[MedicineWords, ...] = ()
    result: tuple[ResultWords, ...] = ()
    handouts: tuple[HandoutWords, ...] = ()
    sex: Sex | None = None
    mood: Range | None = None
    drinks: bool | None = None
    longest: int = 500
    stay: bool = False
    discharged: bool = False


class Phrases(StrictToml, frozen=True):
    """Sentences that fit any case."""

    relatives: tuple[str, ...]
    relatives_of_young: tuple[str, ...]
    young: int
    partners: dict[Sex, str]
    languages: dict[str, str]
    allergies: tuple[AllergyWords, ...]
    first_calls: tuple[str, ...]
    no_answers: tuple[str, ...]
    messages: tuple[str, ...]
    calls: tuple[str, ...]
    with_relatives: tuple[str, ...]
    interpreted: tuple[str, ...]
    notes: tuple[str, ...]
    summaries: tuple[str, ...]
    declines: tuple[str, ...]
    closings: tuple[str, ...]
    takeovers: tuple[str, ...]


class NextWords(StrictToml, frozen=True):
    """The next appointment."""

    what: str
    on: int


class StayWords(StrictToml, frozen=True):
    """A stay in hospital that goes on, ``since`` days."""

    since: int
    where: str


class NoteWords(StrictToml, frozen=True):
    """A note."""

    on: int
    text: str


class ScreeningWords(StrictToml, frozen=True):
    """A screening; without a total it was declined; ``safety`` are the points of item 9."""

    form: str
    on: int
    total: int | None = None
    safety: int = 0


class Outline(StrictToml, frozen=True):
    """A case in outline. What is left out is invented; days are counted from today."""

    family: str
    given: str
    sex: Sex
    age: int
    country: str
    place: str
    language: str
    number: str
    programme: str
    stage: Stage
    opened: int
    need: Need
    closed: int = 0
    relative: str | None = None
    birthday: str | None = None
    interpreter: bool = False
    next: NextWords | None = None
    stay: StayWords | None = None
    allergy: AllergyWords | None = None
    consent_days: int = 365
    notes: tuple[NoteWords, ...] = ()
    screening: tuple[ScreeningWords, ...] | None = None
    condition: tuple[ConditionWords, ...] = ()
    medicine: tuple[MedicineWords, ...] = ()
    result: tuple[ResultWords, ...] = ()
    problem: tuple[ProblemWords, ...] = ()


class _Countries(StrictToml, frozen=True):
    country: tuple[Country, ...]


class _Caseload(StrictToml, frozen=True):
    case: tuple[Outline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """All of them."""

    countries: Mapping[str, Country]
    programmes: Mapping[str, Programme]
    phrases: Phrases
    caseload: tuple[Outline, ...]


def read_words(resources: Path) -> Words:
    """Read ``resources/demo``; raise ``ContentError`` for anything outside the vocabulary."""
    folder = resources / "demo"
    countries = read_toml(folder / "countries.toml", _Countries).country
    files = sorted((folder / "programmes").glob("*.toml"))
    return Words(
        countries={country.code: country for country in countries},
        programmes={file.stem: read_toml(file, Programme) for file in files},
        phrases=read_toml(folder / "phrases.toml", Phrases),
        caseload=read_toml(folder / "caseload.toml", _Caseload).case,
    )
