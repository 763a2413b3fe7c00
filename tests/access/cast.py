"""One person of every role in every relation to a case, and the cases they stand to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import product

from nurseapp.domain.attachment import DocumentAttached, MediaType
from nurseapp.domain.emergency_access import Emergency, EmergencyAccessOpened
from nurseapp.domain.events import Act
from nurseapp.domain.ids import CaseId, RecordId, UserId
from nurseapp.domain.member import ConsentAnswer, ConsentRecorded, Member
from nurseapp.domain.participant import Part, ParticipantJoined, ParticipantLeft
from nurseapp.domain.policy import Relation, Role
from nurseapp.domain.streams import LATER_KINDS, StreamKind, stream_of
from nurseapp.server.standing import COACH_MAY_KNOW
from tests.server.organisation import Organisation

OVER = "over"
"""A relation of the past: cover that has ended."""
ROLES = tuple(role for role in Role if role is not Role.FEED)
RELATIONS = (
    *(relation.value for relation in Relation if relation is not Relation.ORGANISATION),
    OVER,
)
DOCUMENT = RecordId("a-document")
_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """A person of one role who stands to one case in one way."""

    login: str
    role: Role
    relation: str
    team: str
    case: CaseId
    number: str
    family_name: str


def employ_all(organisation: Organisation) -> list[Somebody]:
    """Employ one person for each role and relation, and open the cases they stand to."""
    shared = _case(organisation, None, "north", "Shared")
    agreed = _case(organisation, None, "west", "Agreed")
    say = ConsentRecorded(
        consent=RecordId("consent"), to=COACH_MAY_KNOW, answer=ConsentAnswer.GIVEN
    )
    _hear(organisation, agreed, say)
    found = []
    for role, relation in product(ROLES, RELATIONS):
        login = f"{role.value}.{relation}"
        team = "north" if relation == "team" else "south"
        organisation.employ(login, role.value, team)
        if relation == "assigned":
            case = _case(organisation, login, "east", login)
        else:
            case = agreed if relation == "agreed" else shared
            for act in _relating(organisation, login, relation):
                _hear(organisation, case, act)
        member = _member(organisation, case)
        found.append(
            Somebody(
                login=login,
                role=role,
                relation=relation,
                team=team,
                case=case,
                number=member.number,
                family_name=member.family_name,
            )
        )
    organisation.now += _FOR / 2
    return found


def _case(organisation: Organisation, nurse: str | None, team: str, family_name: str) -> CaseId:
    """Open a case that has every compartment, and a document."""
    case = organisation.open_case(nurse, team, family_name)
    document = DocumentAttached(
        attachment=DOCUMENT, title="Letter", media=MediaType.PDF, size=10, sha256="0" * 64
    )
    _hear(organisation, case, document)
    nothing = ParticipantLeft(participant=RecordId("nobody"))
    for kind in LATER_KINDS:
        organisation.receive(organisation.event("hospital", stream_of(case, kind), nothing))
    return case


def _relating(organisation: Organisation, login: str, relation: str) -> Iterator[Act]:
    """Give what makes somebody stand to a case like this."""
    name = RecordId(organisation.new_id())
    until = organisation.now + (_FOR / 4 if relation == OVER else _FOR)
    if relation == "emergency":
        yield EmergencyAccessOpened(
            access=name,
            person=UserId(login),
            emergency=Emergency.OTHER,
            reason="As every role does once here",
            until=until,
        )
    part = {OVER: "covering", "agreed": "enrolled"}.get(relation, relation)
    if part in {one.value for one in Part}:
        yield ParticipantJoined(
            participant=name, person=UserId(login), part=Part(part), until=until
        )


def _hear(organisation: Organisation, case: CaseId, act: Act) -> None:
    [result] = organisation.receive(organisation.act("hospital", case, act))
    if result.status != "applied":
        raise ValueError(f"{type(act).__name__}: {result.reason}")


def _member(organisation: Organisation, case: CaseId) -> Member:
    """Give the member of a case, as :mod:`tests.server.organisation` makes them."""
    records = organisation.records(stream_of(case, StreamKind.CARE))
    return next(record for record in records if isinstance(record, Member))
