"""The workload: one nurse's caseload, the same in every run, and edits of what it holds.

A case has 60 records of all three compartments, about 616 bytes each; each comes of one event.
Nobody in it is real: names and sentences are drawn from
``vocabulary.toml``.
"""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from nurseapp.content.library import Library
from nurseapp.domain.appointment import AppointmentPlanned
from nurseapp.domain.barrier import Barrier, BarrierAdded, BarrierRevised
from nurseapp.domain.case import Case, CaseOpened, Stage
from nurseapp.domain.contact import Channel, ContactLogged, Outcome
from nurseapp.domain.events import Act, Event
from nurseapp.domain.fact import Fact, FactCategory, FactReceived
from nurseapp.domain.form import Policy
from nurseapp.domain.goal import Goal, GoalAdded, GoalRevised
from nurseapp.domain.handout import HandoutWasGiven, TeachBack
from nurseapp.domain.ids import CaseId, EventId, RecordId, TeamId, UserId, time_ordered_id
from nurseapp.domain.intervention import Intervention, InterventionAdded, InterventionRevised
from nurseapp.domain.member import (
    ConsentAnswer,
    ConsentRecorded,
    Member,
    MemberRegistered,
    Sex,
)
from nurseapp.domain.note import NoteWritten
from nurseapp.domain.problem import ProblemAdded
from nurseapp.domain.revising import Change, Revision
from nurseapp.domain.screening import ScreeningSigned
from nurseapp.domain.streams import stream_of
from tests.bench.project import RESOURCES

RECORDS_A_CASE = 60
NURSE = UserId("bench.nurse")
TEAM = TeamId("bench")
BEGIN = datetime(2026, 3, 2, 8, tzinfo=UTC)

_VOCABULARY = tomllib.loads(Path(__file__).with_name("vocabulary.toml").read_text("utf-8"))
_WORDS: list[str] = _VOCABULARY["words"]
_WEIGHTS = list(itertools.accumulate(1 / (rank + 3) ** 0.75 for rank in range(len(_WORDS))))

_REVISIONS: dict[str, tuple[type[Revision], str, int]] = {
    Goal.KIND: (GoalRevised, "outcome", 150),
    Intervention.KIND: (InterventionRevised, "title", 170),
    Barrier.KIND: (BarrierRevised, "action", 110),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One text of one record changed: ``was`` before, ``now`` after."""

    case: CaseId
    record: RecordId
    kind: str
    was: str
    now: str

    @property
    def field(self) -> str:
        """Which member of the record it is."""
        return _REVISIONS[self.kind][1]

    def act(self) -> Revision:
        """Say it as the act of a nurse."""
        revision, field, _ = _REVISIONS[self.kind]
        return revision(record=self.record, changes={field: Change(was=self.was, now=self.now)})


class Workload:
    """A caseload of so many cases; case number i is the same in a caseload of any size."""

    def __init__(self, cases: int) -> None:
        self.cases = cases
        self._policy = Library(RESOURCES).form("phq-9").policy
        self._random = _seeded("edits")
        self._texts: dict[tuple[CaseId, RecordId, str], str] = {}

    def events(self) -> Iterator[list[Event]]:
        """Give the events of each case in order, as another system would send them."""
        for number in range(self.cases):
            told = list(_CaseTeller(number, self._policy).tell())
            for event in told:
                self._note(event)
            yield told

    def edited_cases(self) -> list[CaseId]:
        """Give the cases that have something to edit, in one order."""
        return sorted({case for case, _, _ in self._texts})

    def edits(
        self, count: int, within: int | None = None, among: Collection[CaseId] = ()
    ) -> list[Edit]:
        """Make edits, each of another record as it stands by now.

        Args:
            within: spread over the records of so many cases, drawn anew; else over all.
            among: of these cases alone.
        """
        cases = sorted(among) or self.edited_cases()
        chosen = set(self._random.sample(cases, min(within or len(cases), len(cases))))
        pool = sorted(key for key in self._texts if key[0] in chosen)
        edits = []
        for key in self._random.sample(pool, min(count, len(pool))):
            case, record, kind = key
            now = _text(self._random, _REVISIONS[kind][2])
            edits.append(Edit(case=case, record=record, kind=kind, was=self._texts[key], now=now))
            self._texts[key] = now
        return edits

    def _note(self, event: Event) -> None:
        case = CaseId(event.stream.rpartition(".")[0])
        match event.body:
            case GoalAdded(goal=record, outcome=text):
                self._texts[case, record, Goal.KIND] = text
            case InterventionAdded(intervention=record, title=text):
                self._texts[case, record, Intervention.KIND] = text
            case BarrierAdded(barrier=record, action=text):
                self._texts[case, record, Barrier.KIND] = text


class _CaseTeller:
    """Tells the story of one case."""

    def __init__(self, number: int, policy: Policy) -> None:
        self._number = number
        self._policy = policy
        self._random = _seeded(f"case {number}")
        self._at = BEGIN - timedelta(days=self._random.randrange(30, 300))
        self.case = CaseId(self._id())

    def tell(self) -> Iterator[Event]:
        for act in self._acts():
            self._at += timedelta(minutes=self._random.randrange(1, 240))
            yield Event(
                id=EventId(self._id()),
                stream=stream_of(self.case, act.STREAM),
                at=self._at,
                author=NURSE,
                body=act,
            )

    def _acts(self) -> Iterator[Act]:
        yield from self._beginning()
        problems = [self._id() for _ in range(4)]
        goals = [self._id() for _ in range(6)]
        yield from map(self._problem, problems)
        for goal in goals:
            yield self._goal(goal, self._random.choice(problems))
        for make, count in ((self._barrier, 3), (self._intervention, 12)):
            for _ in range(count):
                yield make(self._random.choice(goals))
        told: tuple[tuple[Callable[[], Act], int], ...] = (
            (self._note, 10),
            (self._contact, 6),
            (self._fact, 6),
            (self._handout, 2),
            (self._screening, 4),
            (self._appointment, 4),
        )
        for tell, count in told:
            for _ in range(count):
                yield tell()

    def _beginning(self) -> Iterator[Act]:
        random, member = self._random, self._id()
        yield MemberRegistered(
            member=Member(
                id=member,
                number=f"B-{10_000 + self._number}",
                family_name=random.choice(_VOCABULARY["family_names"]),
                given_name=random.choice(_VOCABULARY["given_names"]),
                birth_date=date(random.randrange(1930, 1999), random.randrange(1, 13), 15),
                sex=random.choice([Sex.FEMALE, Sex.MALE]),
                language="en",
                phone=f"+1 555 01{random.randrange(100):02}",
                place=f"{random.randrange(1, 999)} Long Street",
                country="US",
                time_zone="America/New_York",
            )
        )
        yield CaseOpened(
            case=Case(
                id=RecordId(self.case),
                member=member,
                programme="complex-care",
                stage=random.choice([Stage.PLAN, Stage.IMPLEMENT, Stage.MONITOR]),
                opened_on=self._at.date(),
                team=TEAM,
                nurse=NURSE,
                tags=(random.choice(_VOCABULARY["conditions"]),),
            )
        )
        yield ConsentRecorded(consent=self._id(), to="case-management", answer=ConsentAnswer.GIVEN)

    def _problem(self, record: RecordId) -> Act:
        title = f"{self._random.choice(_VOCABULARY['conditions'])}, {self._text(120)}"
        return ProblemAdded(problem=record, title=title, priority=self._random.randrange(1, 4))

    def _goal(self, record: RecordId, problem: RecordId) -> Act:
        return GoalAdded(
            goal=record,
            problem=problem,
            words=self._text(90),
            outcome=self._text(150),
            due=self._later(),
            owner="The member",
            importance=self._random.randrange(11),
            confidence=self._random.randrange(11),
        )

    def _barrier(self, goal: RecordId) -> Act:
        return BarrierAdded(
            barrier=self._id(),
            goal=goal,
            title=self._text(100),
            action=self._text(110),
            owner="The nurse",
            due=self._later(),
        )

    def _intervention(self, goal: RecordId) -> Act:
        return InterventionAdded(
            intervention=self._id(),
            goal=goal,
            title=self._text(170),
            owner=self._random.choice(["The member", "The nurse", "The clinic"]),
            due=self._later(),
            cadence=self._random.choice(["", "daily", "weekly"]),
        )

    def _note(self) -> Act:
        return NoteWritten(note=self._id(), text=self._text(780))

    def _contact(self) -> Act:
        return ContactLogged(
            contact=self._id(),
            with_whom=self._random.choice(["The member", "Daughter", "The ward"]),
            channel=self._random.choice(list(Channel)),
            outcome=self._random.choice(list(Outcome)),
            minutes=self._random.randrange(5, 60, 5),
            text=self._text(560),
        )

    def _fact(self) -> Act:
        random = self._random
        return FactReceived(
            fact=Fact(
                id=self._id(),
                category=random.choice([FactCategory.CONDITION, FactCategory.MEDICATION]),
                display=self._text(125),
                code_system="http://snomed.info/sct",
                code=str(random.randrange(10**7, 10**8)),
                status="active",
                on=self._at.date(),
                source=f"Condition/{self._id()}",
                document=random.randbytes(32).hex(),
            )
        )

    def _handout(self) -> Act:
        return HandoutWasGiven(
            given=self._id(),
            handout=f"handout-{self._random.randrange(80)}",
            version="1",
            language="en",
            title=self._text(60),
            teach_back=self._random.choice(list(TeachBack)),
        )

    def _screening(self) -> Act:
        # The ninth answer stays zero: above it another act would raise a concern.
        answers = {str(item): self._random.randrange(4) for item in range(1, 9)} | {"9": 0}
        return ScreeningSigned(
            screening=self._id(),
            form="phq-9",
            version="1",
            language="en",
            answers=answers,
            sex=Sex.UNKNOWN,
            policy=self._policy,
            total=sum(answers.values()),
        )

    def _appointment(self) -> Act:
        return AppointmentPlanned(
            appointment=self._id(),
            purpose=self._text(60),
            on=self._later(),
            time=f"{self._random.randrange(8, 17):02}:30",
            place=self._text(50),
        )

    def _later(self) -> date:
        return (BEGIN + timedelta(days=self._random.randrange(-20, 90))).date()

    def _id(self) -> RecordId:
        return RecordId(time_ordered_id(self._at, self._random.randbytes(10)))

    def _text(self, length: int) -> str:
        return _text(self._random, length)


def _text(random: Random, length: int) -> str:
    """Make sentences of about so many letters."""
    words: list[str] = []
    room, left = length, 0
    for word in random.choices(_WORDS, cum_weights=_WEIGHTS, k=length // 3 + 4):
        if left == 0:
            word, left = word.capitalize(), random.randrange(7, 14)
        left -= 1
        words.append(word if left else f"{word}.")
        room -= len(words[-1]) + 1
        if room <= 0:
            break
    return " ".join(words)


def _seeded(purpose: str) -> Random:
    return Random(purpose)  # noqa: S311  # the same in every run
