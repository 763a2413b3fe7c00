"""People who may sign in: entered by an administrator, listed for everybody who works here.

Called by the command line and by the loader of the example organisation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from nurseapp.domain.directory import StaffListed, StaffMember
from nurseapp.domain.events import Event
from nurseapp.domain.ids import EventId, RecordId, TeamId, UserId, derived_id
from nurseapp.domain.policy import Role
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.streams import ORG_STREAM
from nurseapp.server import access
from nurseapp.server.caller import feed
from nurseapp.server.commands import issue
from nurseapp.server.ids import is_login
from nurseapp.server.inbox import receive
from nurseapp.server.passwords import Passwords, check_new
from nurseapp.server.store import audit, devices, people, renewals
from nurseapp.server.store.audit import AuditRow
from nurseapp.server.store.people import PersonRow, devices_of
from nurseapp.wire.messages import CommandKind

_ADMINISTRATION = feed("administration")
ROLES = tuple(role for role in Role if role is not Role.FEED)
_OF_NO_TEAM = frozenset({Role.ADMIN, Role.AUDITOR, Role.EXPERT, Role.COORDINATOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """Somebody to enter; ``team`` is None for whoever needs none."""

    login: UserId
    name: str
    role: Role
    team: TeamId | None


def create_person(
    connection: Connection, passwords: Passwords, new: NewPerson, password: str, at: datetime
) -> None:
    """Enter somebody, list them as staff, and let them see what their role and team give.

    Raises:
        DomainError: ``bad_login``, ``bad_team``, ``bad_name``, ``bad_role``, ``team_missing``,
            ``exists``, ``short_password`` or ``long_password``.
    """
    _check(new)
    check_new(password)
    row = PersonRow(
        login=new.login,
        name=new.name,
        roles=(new.role,),
        team=new.team,
        password=passwords.hashed(password),
    )
    if not people.add(connection, row):
        raise DomainError("exists", login=new.login)
    [result] = receive(connection, _ADMINISTRATION, [_listed(new, at)], at)
    if result.reason is not None:
        raise DomainError(result.reason, login=new.login)
    access.refresh_person(connection, row.actor(), at)


def deactivate_person(connection: Connection, login: UserId, at: datetime) -> None:
    """Let somebody sign in no more, take back all that they may see, and wipe their computers.

    Raises:
        DomainError: ``nobody`` where there is nobody of that name who may sign in.
    """
    if not people.deactivate(connection, login):
        raise DomainError("nobody", login=login)
    access.end_person(connection, login)
    if devices_of(connection, login):
        issue(connection, CommandKind.WIPE, login, at)


def end_device(connection: Connection, login: UserId, device: str, at: datetime) -> None:
    """End somebody's sessions on a computer, and let nobody sign in on it any more.

    It is cut off at once and told nothing; to have it forget what it holds, it is told to first.

    Raises:
        DomainError: ``no_device`` where it is known as none of theirs.
    """
    if not devices.end(connection, login, device, at):
        raise DomainError("no_device", login=login)
    renewals.end_all_on(connection, login, device)
    row = AuditRow(at=at, actor=_ADMINISTRATION.actor.id, device=device, action="end-device")
    audit.add(connection, [row])


def _check(new: NewPerson) -> None:
    if not is_login(new.login):
        raise DomainError("bad_login", login=new.login)
    if new.team is not None and not is_login(new.team):
        raise DomainError("bad_team", team=new.team)
    if not new.name.strip() or not new.name.isprintable():
        raise DomainError("bad_name", login=new.login)
    if new.role not in ROLES:
        raise DomainError("bad_role", role=new.role.value)
    if new.team is None and new.role not in _OF_NO_TEAM:
        raise DomainError("team_missing", role=new.role.value)


def _listed(new: NewPerson, at: datetime) -> Event:
    staff = StaffMember(id=RecordId(new.login), name=new.name, role=new.role.value, team=new.team)
    event_id = derived_id("staff", new.login, new.name, new.role.value, new.team or "")
    return Event(
        id=EventId(event_id),
        stream=ORG_STREAM,
        at=at,
        author=_ADMINISTRATION.actor.id,
        body=StaffListed(person=staff),
    )
