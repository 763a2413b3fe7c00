"""How people stand to a case, as its records say, and what may be decided by it at a moment.

Pure: reads no clock and no database. Called by the inbox, which notices the records that change
it, and by what works out who may see what.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from nurseapp.domain.case import Case
from nurseapp.domain.emergency_access import EmergencyAccess
from nurseapp.domain.ids import RecordId
from nurseapp.domain.member import Consent, ConsentAnswer, Member, NamedPerson
from nurseapp.domain.participant import Participant
from nurseapp.domain.policy import Relation, StreamFacts
from nurseapp.domain.streams import Record, StreamKind
from nurseapp.server.store.access import Agreement, Assignment, Participation

COACH_MAY_KNOW = "coach-sees-behavioural"
"""What the member is asked, so that their coach sees the behavioural compartment."""
NOBODYS = Assignment(nurse=None, team=None)


def noticed(whose: Assignment, record: Record) -> Assignment:
    """Give how people stand to a case after one of its records changed."""
    match record:
        case Case():
            return replace(whose, nurse=record.nurse, team=record.team)
        case Member():
            named = record.named()
            return replace(
                whose,
                member=member_key(record.number),
                person=None if named is None else person_key(named),
            )
        case Participant():
            part = Participation(
                record=record.id,
                person=record.person,
                relation=Relation(record.part),
                until=record.until,
            )
            return _with_part(whose, record.id, None if record.left else part)
        case EmergencyAccess():
            part = Participation(
                record=record.id,
                person=record.person,
                relation=Relation.EMERGENCY,
                until=record.until,
            )
            return _with_part(whose, record.id, part)
        case Consent() if record.to == COACH_MAY_KNOW:
            return _with_answer(whose, record)
    return whose


def member_key(number: str) -> str:
    """Give that by which a member is found: a hash, so that no table but the records names them."""
    return sha256(number.strip().lower().encode()).hexdigest()


def person_key(named: NamedPerson) -> str:
    """Give that by which a member is found by name and birth date: a hash, as of the number."""
    return sha256("\n".join(named.folded()).encode()).hexdigest()


def facts_of(kind: StreamKind, whose: Assignment, at: datetime) -> StreamFacts:
    """Say of a stream what a decision needs to know at a moment."""
    others = whose.others
    return StreamFacts(
        kind=kind,
        nurse=whose.nurse,
        team=whose.team,
        parts=frozenset(
            (part.person, part.relation) for part in others.parts if _lasts(part.until, at)
        ),
        coach_may_know=(
            others.agreement is not None
            and others.agreement.is_given
            and _lasts(others.agreement.until, at)
        ),
    )


def ends(whose: Assignment, at: datetime) -> list[datetime]:
    """List when something that was given until a time will be over, the next first."""
    return sorted(until for until in _untils(whose) if until > at)


def _untils(whose: Assignment) -> Iterator[datetime]:
    yield from (part.until for part in whose.others.parts if part.until is not None)
    agreement = whose.others.agreement
    if agreement is not None and agreement.until is not None:
        yield agreement.until


def _lasts(until: datetime | None, at: datetime) -> bool:
    return until is None or until > at


def _with_part(whose: Assignment, record: RecordId, part: Participation | None) -> Assignment:
    rest = tuple(one for one in whose.others.parts if one.record != record)
    parts = rest if part is None else (*rest, part)
    return replace(whose, others=replace(whose.others, parts=parts))


def _with_answer(whose: Assignment, consent: Consent) -> Assignment:
    """Keep the later answer; of two at the same time, the one that takes back."""
    is_given = consent.answer is ConsentAnswer.GIVEN
    known = whose.others.agreement
    if known is not None and (consent.at, not is_given) < (known.at, not known.is_given):
        return whose
    agreement = Agreement(at=consent.at, is_given=is_given, until=_end_of(consent.until))
    return replace(whose, others=replace(whose.others, agreement=agreement))


def _end_of(day: date | None) -> datetime | None:
    if day is None or day == date.max:
        return None
    return datetime.combine(day + timedelta(days=1), time(), UTC)
