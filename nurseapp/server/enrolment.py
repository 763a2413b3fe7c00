"""Enrolment: a computer that is new to somebody takes a code, which another gives them.

An administrator gives it, or the supervisor of their team: for one person, one computer, a quarter
of an hour. A code that is wrong, over, used or another's cannot be told apart. Where the provider
of the organisation says that somebody may, none is needed. Called by sign-in, the routes and the
command line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from nurseapp.domain.ids import UserId
from nurseapp.domain.policy import Allow, Right, StreamFacts, can
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.streams import StreamKind
from nurseapp.server.caller import Caller
from nurseapp.server.ids import is_login
from nurseapp.server.settings import Enrolment
from nurseapp.server.store import audit, enrolments, people
from nurseapp.server.store.acting import act_as, as_server
from nurseapp.server.store.audit import AuditRow
from nurseapp.server.store.database import example_name
from nurseapp.server.store.people import PersonRow
from nurseapp.server.typed_codes import hash_of, readable

_CODE_BYTES = 7
"""Twelve letters and digits, for they are read out on the telephone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Somebody at a computer that is new to them.

    Attributes:
        code: what they typed, empty for nothing.
        is_vouched_for: the organisation's provider says that they may set it up.
    """

    login: UserId
    device: str
    code: str = field(repr=False)
    is_vouched_for: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenCode:
    """A code, shown once; whose it is, and until when it is good."""

    person: UserId
    name: str
    code: str = field(repr=False)
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolling:
    """Let computers in.

    Attributes:
        asked: whether a code is; None where it is but in the example organisation, whose passwords
            everybody may read.
        lasts: for how long a code is good.
    """

    asked: Enrolment | None
    lasts: timedelta
    random: Callable[[int], bytes]

    def give(
        self, connection: Connection, who: Caller, login: str, at: datetime
    ) -> GivenCode | None:
        """Give somebody a code; None where there is nobody to whom this caller may give one.

        What was asked is written down in any case, so the transaction is to be committed.
        """
        with as_server(connection):
            person = people.find(connection, login) if is_login(login) else None
            may = person is not None and _may_give(who, person)
            row = AuditRow(
                at=at,
                actor=who.actor.id,
                device=who.device,
                action="enrolment-code",
                outcome="ok" if may else "not_found",
                detail=None if person is None else person.login,
            )
            audit.add(connection, [row])
            if person is None or not may:
                return None
            code, until = readable(self.random(_CODE_BYTES)), at + self.lasts
            enrolments.give(connection, person.login, hash_of(code), until)
        return GivenCode(person=person.login, name=person.name, code=code, until=until)

    def check(self, connection: Connection, newcomer: Newcomer | None, at: datetime) -> None:
        """Refuse ``enrolment_needed`` or ``wrong_enrolment``; use nothing up."""
        if newcomer is None or newcomer.is_vouched_for or not self._is_asked(connection):
            return
        if not newcomer.code.strip():
            raise DomainError("enrolment_needed")
        act_as(connection, newcomer.login, at)
        if not enrolments.is_good(connection, newcomer.login, hash_of(newcomer.code), at):
            raise DomainError("wrong_enrolment")

    def let_in(self, connection: Connection, newcomer: Newcomer | None, at: datetime) -> None:
        """Use the code up that was checked; refuse ``wrong_enrolment`` where another did."""
        if newcomer is None or not self._is_asked(connection):
            return
        if not newcomer.is_vouched_for:
            act_as(connection, newcomer.login, at)
            if not enrolments.use_up(connection, newcomer.login, hash_of(newcomer.code)):
                raise DomainError("wrong_enrolment")
        row = AuditRow(
            at=at,
            actor=newcomer.login,
            device=newcomer.device,
            action="enrol",
            detail="provider" if newcomer.is_vouched_for else "code",
        )
        audit.add(connection, [row])

    def _is_asked(self, connection: Connection) -> bool:
        if self.asked is None:
            return example_name(connection) is None
        return self.asked is Enrolment.CODE


def _may_give(who: Caller, person: PersonRow) -> bool:
    """Decide whether somebody may let another set up a computer: nobody does so for themselves."""
    facts = StreamFacts(kind=StreamKind.ORG, nurse=None, team=person.team)
    is_allowed = who.is_feed or isinstance(can(who.actor, Right.ENROL, facts), Allow)
    return is_allowed and person.login != who.actor.id
