"""The commands of ``nurseapp-server`` about people: who signs in here, and on which computers.

Called by the composition root, which hands in the way to the database.
"""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from nurseapp.domain.ids import TeamId, UserId
from nurseapp.domain.policy import Role
from nurseapp.domain.refusal import DomainError
from nurseapp.server.asking import asked_password
from nurseapp.server.caller import feed
from nurseapp.server.clock import utc_now
from nurseapp.server.enrolment import Enrolling
from nurseapp.server.factor_keys import FactorKeys
from nurseapp.server.passwords import Passwords
from nurseapp.server.people import (
    ROLES,
    NewPerson,
    create_person,
    deactivate_person,
    end_device,
)
from nurseapp.server.second_factor import enrol
from nurseapp.server.settings import Settings
from nurseapp.server.store import audit, devices, identities, people
from nurseapp.server.store.acting import server_transaction
from nurseapp.server.store.audit import AuditRow

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

OpenDatabase = Callable[[Settings], AbstractContextManager[Engine]]
Work = Callable[[argparse.Namespace, Settings, Engine], None]


def add_person_commands(
    commands: Commands, common: argparse.ArgumentParser, database: OpenDatabase
) -> None:
    """Add the commands to those of the program."""

    def add(name: str, what: str, work: Work) -> argparse.ArgumentParser:
        def run(asked: argparse.Namespace, settings: Settings) -> int:
            with database(settings) as engine:
                work(asked, settings, engine)
            return 0

        command = commands.add_parser(name, parents=[common], help=what)
        command.add_argument("login", type=UserId, metavar="LOGIN")
        command.set_defaults(command=run)
        return command

    create = add("create-user", "enter somebody", _create_user)
    create.add_argument("--name", required=True)
    create.add_argument("--role", required=True, choices=[role.value for role in ROLES])
    create.add_argument("--team", type=TeamId)
    add("deactivate-user", "let somebody in no more", _deactivate_user)
    add("second-factor", "give somebody a second factor, or another", _second_factor)
    linking = add("link", "let somebody sign in at the organisation's provider", _link)
    linking.add_argument("--subject", required=True, help="what the provider calls them")
    add("enrol", "give somebody a code for a new computer", _enrol)
    add("devices", "list the computers that somebody signed in on", _devices)
    end = add("end-device", "cut off a computer, such as one that was stolen", _end_device)
    end.add_argument("--device", required=True, metavar="ID")


def _create_user(asked: argparse.Namespace, settings: Settings, engine: Engine) -> None:
    new = NewPerson(login=asked.login, name=asked.name, role=Role(asked.role), team=asked.team)
    password = asked_password()
    with server_transaction(engine) as connection:
        passwords = Passwords(settings.hash_cost, secrets.token_bytes)
        create_person(connection, passwords, new, password, utc_now())
    print(f"«{new.login}» may sign in.")


def _deactivate_user(asked: argparse.Namespace, _settings: Settings, engine: Engine) -> None:
    with server_transaction(engine) as connection:
        deactivate_person(connection, asked.login, utc_now())
    print(f"«{asked.login}» may not sign in any more.")


def _second_factor(asked: argparse.Namespace, settings: Settings, engine: Engine) -> None:
    with server_transaction(engine) as connection:
        person = people.find(connection, asked.login)
        if person is None:
            raise DomainError("nobody", login=asked.login)
        keys = FactorKeys(settings.factor_key_file, secrets.token_bytes)
        enrolled = enrol(connection, person, settings.organisation, keys, secrets.token_bytes)
        at = utc_now()
        row = AuditRow(at=at, actor="administration", device=asked.login, action="second-factor")
        audit.add(connection, [row])
    print(f"Only «{asked.login}» may read this; it is not shown again.")
    print(f"For an authenticator app: {enrolled.secret}")
    print(f"The same as an address:   {enrolled.address}")
    print("Each of these codes lets them in once without the app:")
    for code in enrolled.codes:
        print(f"  {code}")


def _enrol(asked: argparse.Namespace, settings: Settings, engine: Engine) -> None:
    enrolling = Enrolling(
        asked=settings.enrolment, lasts=settings.enrolment_code, random=secrets.token_bytes
    )
    with server_transaction(engine) as connection:
        given = enrolling.give(connection, feed("administration"), asked.login, utc_now())
    if given is None:
        raise DomainError("nobody", login=asked.login)
    minutes = round(settings.enrolment_code.total_seconds() / 60)
    print(f"Only «{given.person}» may read this; it is not shown again.")
    print(f"The code for their new computer: {given.code}")
    print(f"It is good for {minutes} minutes, once, and takes the place of an older one.")


def _link(asked: argparse.Namespace, settings: Settings, engine: Engine) -> None:
    if settings.provider is None:
        raise DomainError("no_provider")
    with server_transaction(engine) as connection:
        if people.find(connection, asked.login) is None:
            raise DomainError("nobody", login=asked.login)
        issuer, subject = settings.provider.issuer, asked.subject
        if not identities.link(connection, issuer, subject, asked.login):
            raise DomainError("linked_already")
        row = AuditRow(at=utc_now(), actor="administration", device=asked.login, action="link")
        audit.add(connection, [row])
    print(f"«{asked.login}» may sign in at {issuer}.")


def _devices(asked: argparse.Namespace, _settings: Settings, engine: Engine) -> None:
    with server_transaction(engine) as connection:
        found = devices.all_of(connection, asked.login)
    for one in found:
        ended = "" if one.ended_at is None else f"  ended {one.ended_at:%Y-%m-%d %H:%M}"
        print(f"{one.id}  since {one.since:%Y-%m-%d %H:%M}{ended}")
    if not found:
        print(f"«{asked.login}» has signed in on no computer yet.")


def _end_device(asked: argparse.Namespace, _settings: Settings, engine: Engine) -> None:
    with server_transaction(engine) as connection:
        end_device(connection, asked.login, asked.device, utc_now())
    print(f"Nobody signs in as «{asked.login}» on this computer any more.")
