"""Random people and streams at random moments: policy, stored access and row-level security agree.

The policy is asked with facts that are read from the records of the cases, not from what the
server made of them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import product

from sqlalchemy import select

from nurseapp.domain.case import Case, CaseAssigned
from nurseapp.domain.emergency_access import Emergency, EmergencyAccess, EmergencyAccessOpened
from nurseapp.domain.events import Act
from nurseapp.domain.ids import CaseId, RecordId, TeamId, UserId
from nurseapp.domain.member import Consent, ConsentAnswer, ConsentRecorded
from nurseapp.domain.participant import Part, Participant, ParticipantJoined, ParticipantLeft
from nurseapp.domain.policy import Actor, Relation, Right, Role, StreamFacts, rights_of
from nurseapp.domain.streams import (
    CASE_KINDS,
    LATER_KINDS,
    ORG_STREAM,
    Record,
    StreamKind,
    stream_of,
)
from nurseapp.server import access
from nurseapp.server.standing import COACH_MAY_KNOW
from nurseapp.server.store import schema
from nurseapp.server.store.acting import server_transaction
from tests.access.cast import ROLES
from tests.server.organisation import Organisation

MOMENTS = 8
_CASES, _TEAMS = 30, ("north", "south")
KINDS = (*CASE_KINDS, *LATER_KINDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What three say of one person and one stream at one moment; all must be the same."""

    who: str
    stream: str
    at: datetime
    policy: str | None
    stored: str | None
    shown: bool

    @property
    def agree(self) -> bool:
        """Tell whether they say the same."""
        return self.policy == self.stored and self.shown == (self.policy is not None)


class Crowd:
    """People and cases to which they stand in random ways, changing as time goes on."""

    def __init__(self, organisation: Organisation, seed: int) -> None:
        self._organisation = organisation
        self._chance = random.Random(seed)  # noqa: S311  # a seeded run repeats
        self.people = [
            Actor(id=UserId(f"{role.value}.{n}"), roles=frozenset({role}), team=TeamId(team))
            for role in ROLES
            for n, team in enumerate(_TEAMS)
        ]
        for person in self.people:
            [role] = person.roles
            organisation.employ(person.id, role.value, person.team)
        may_enter = {Role.NURSE, Role.DIRECTOR}
        self._who_may_enter = [person for person in self.people if person.roles & may_enter]
        self.cases = [self._open() for _ in range(_CASES)]

    def ask(self, count: int) -> Iterator[Answers]:
        """Ask about so many random pairs, at several moments."""
        for _ in range(MOMENTS):
            self._live()
            yield from self._compare(-(-count // MOMENTS))

    def _live(self) -> None:
        """Let something happen in many cases, let time pass, and let upkeep do its work."""
        for case in self._chance.sample(self.cases, _CASES // 2):
            act = self._chance.choice([self._part, self._emergency, self._answer, self._assigned])
            self._hear(case, act(case))
        self._organisation.now += timedelta(hours=self._chance.randint(1, 30))
        with server_transaction(self._organisation.engine) as connection:
            access.end_what_is_over(connection, self._organisation.now)

    def _compare(self, count: int) -> Iterator[Answers]:
        at = self._organisation.now
        facts = {
            stream_of(case, kind): self._facts(case, kind, at)
            for case in self.cases
            for kind in KINDS
        }
        facts[ORG_STREAM] = StreamFacts(kind=StreamKind.ORG, nurse=None, team=None)
        pairs = self._chance.sample(list(product(self.people, facts)), count)
        stored = {person.id: self._stored(person.id) for person in self.people}
        shown = {person.id: self._shown(person.id) for person in self.people}
        for person, stream in pairs:
            yield Answers(
                who=person.id,
                stream=stream,
                at=at,
                policy=_mode(person, facts[stream]),
                stored=stored[person.id].get(stream),
                shown=stream in shown[person.id],
            )

    def _stored(self, who: UserId) -> dict[str, str]:
        table = schema.case_access
        rows = select(table).where(table.c.user_id == who)
        with server_transaction(self._organisation.engine) as connection:
            found = connection.execute(rows).all()
        now = self._organisation.now
        return {row.stream_id: row.mode for row in found if row.until is None or row.until > now}

    def _shown(self, who: UserId) -> set[str]:
        """List the streams whose rows a statement without a condition gives them."""
        with self._organisation.reading(who) as connection:
            return set(connection.scalars(select(schema.stream.c.id)))

    def _facts(self, case: CaseId, kind: StreamKind, at: datetime) -> StreamFacts:
        records = self._organisation.records(stream_of(case, StreamKind.CARE))
        [held] = [record for record in records if isinstance(record, Case)]
        return StreamFacts(
            kind=kind,
            nurse=held.nurse,
            team=held.team,
            parts=frozenset(_parts(records, at)),
            coach_may_know=_agreed(records, at),
        )

    def _open(self) -> CaseId:
        nurse = self._chance.choice([None, *(person.id for person in self.people)])
        case = self._organisation.open_case(nurse, self._chance.choice(_TEAMS))
        nothing = ParticipantLeft(participant=RecordId("nobody"))
        for kind in LATER_KINDS:
            event = self._organisation.event("hospital", stream_of(case, kind), nothing)
            self._organisation.receive(event)
        return case

    def _hear(self, case: CaseId, act: Act) -> None:
        [result] = self._organisation.receive(self._organisation.act("hospital", case, act))
        if result.status not in ("applied", "noop"):
            raise ValueError(f"{type(act).__name__}: {result.reason}")

    def _id(self) -> RecordId:
        return RecordId(self._organisation.new_id())

    def _soon(self) -> datetime:
        return self._organisation.now + timedelta(hours=self._chance.randint(1, 72))

    def _somebody(self) -> UserId:
        return self._chance.choice(self.people).id

    def _part(self, _case: CaseId) -> Act:
        part = self._chance.choice(list(Part))
        return ParticipantJoined(
            participant=self._id(), person=self._somebody(), part=part, until=self._soon()
        )

    def _emergency(self, _case: CaseId) -> Act:
        return EmergencyAccessOpened(
            access=self._id(),
            person=self._chance.choice(self._who_may_enter).id,
            emergency=Emergency.OTHER,
            reason="As chance will have it",
            until=self._soon(),
        )

    def _answer(self, _case: CaseId) -> Act:
        answer = self._chance.choice([*ConsentAnswer, ConsentAnswer.GIVEN])
        until = self._chance.choice([None, self._soon().date()])
        return ConsentRecorded(consent=self._id(), to=COACH_MAY_KNOW, answer=answer, until=until)

    def _assigned(self, case: CaseId) -> Act:
        stream = stream_of(case, StreamKind.CARE)
        table = schema.stream.c
        with server_transaction(self._organisation.engine) as connection:
            head = connection.scalar(select(table.head).where(table.id == stream)) or 0
        team = TeamId(self._chance.choice(_TEAMS))
        return CaseAssigned(case=RecordId(case), nurse=self._somebody(), team=team, head=head)


def _mode(actor: Actor, facts: StreamFacts) -> str | None:
    """Say in one word what the policy allows; what only an emergency allows is «glass»."""
    rights = rights_of(actor, facts)
    if Right.READ not in rights:
        return None
    if Right.WRITE in rights:
        return "write"
    mine = {relation for person, relation in facts.parts if person == actor.id}
    if Relation.EMERGENCY not in mine:
        return "read"
    lasting = StreamFacts(
        kind=facts.kind,
        nurse=facts.nurse,
        team=facts.team,
        parts=frozenset((actor.id, one) for one in mine - {Relation.EMERGENCY}),
        coach_may_know=facts.coach_may_know,
    )
    return "read" if Right.READ in rights_of(actor, lasting) else "glass"


def _parts(records: list[Record], at: datetime) -> Iterator[tuple[UserId, Relation]]:
    for record in records:
        if isinstance(record, Participant) and not record.left:
            if record.until is None or record.until > at:
                yield record.person, Relation(record.part)
        elif isinstance(record, EmergencyAccess) and record.until > at:
            yield record.person, Relation.EMERGENCY


def _agreed(records: list[Record], at: datetime) -> bool:
    asked = [r for r in records if isinstance(r, Consent) and r.to == COACH_MAY_KNOW]
    if not asked:
        return False
    last = max(asked, key=lambda consent: consent.at)
    if last.answer is not ConsentAnswer.GIVEN:
        return False
    if last.until is None:
        return True
    return at < datetime.combine(last.until, time(), UTC) + timedelta(days=1)
