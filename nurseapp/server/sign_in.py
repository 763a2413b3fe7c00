"""Sign-in: a password for a session, a session's token for its person.

The token is opaque and short-lived, and only its hash is stored. An unknown person, one who may no
longer sign in and a wrong password cannot be told apart. Called by the routes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine

from nurseapp.domain.ids import UserId
from nurseapp.domain.policy import Role
from nurseapp.domain.refusal import DomainError
from nurseapp.server import second_factor, throttle
from nurseapp.server.caller import Caller
from nurseapp.server.clock import Clock
from nurseapp.server.enrolment import Enrolling, Newcomer
from nurseapp.server.factor_keys import FactorKeys
from nurseapp.server.ids import is_login
from nurseapp.server.oidc import Identity, Oidc
from nurseapp.server.pace import Pace
from nurseapp.server.passwords import Passwords
from nurseapp.server.renewal import Renewal, as_token, hash_of
from nurseapp.server.seal_key import SealKey
from nurseapp.server.server_key import ServerKey, is_signed
from nurseapp.server.store import audit, devices, identities, people
from nurseapp.server.store.audit import AuditRow
from nurseapp.server.store.database import (
    example_name,
    private_key,
    sealing_key,
    server_id,
    transaction,
)
from nurseapp.server.store.people import PersonRow
from nurseapp.wire.claims import sign_in_claim
from nurseapp.wire.messages import BrowserSessionRequest, Person, SessionAnswer, SessionRequest

_NOBODY = "-"
_FAILED = {"wrong_code", "wrong_enrolment"}
"""Refusals of somebody whose password was right, which count as failures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Who holds a session, the epoch that the server is in, and the key that it signs with."""

    caller: Caller
    epoch: str
    key: ServerKey


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """Sign people in and out.

    Attributes:
        factor_roles: who must have a second factor, and ``factor_keys`` what seals its secrets.
        oidc: where people sign in with their browser, None where they do not.
        computers: on how many each may sign in, None for any number.
        enrolling: what a computer takes that is new to somebody.
        pace: how often one computer may ask, and one person.
        organisation: its name, unless the database holds the example organisation.
    """

    engine: Engine
    passwords: Passwords
    clock: Clock
    organisation: str
    renewal: Renewal
    factor_roles: frozenset[Role]
    factor_keys: FactorKeys
    enrolling: Enrolling
    pace: Pace
    computers: int | None = None
    oidc: Oidc | None = None

    def open(self, request: SessionRequest, address: str) -> SessionAnswer:
        """Begin a session for somebody at an address of the network.

        Raises:
            DomainError: ``wrong_credentials``, ``too_many_tries``, ``device_ended``,
                ``too_many_computers``, or what the second factor or the enrolment of this computer
                is refused for.
        """
        with transaction(self.engine) as connection:
            is_known = self._is_known(connection, request.user, request)
            trying = (
                throttle.by_computer(request.user, request.device)
                if is_known
                else throttle.by_stranger(request.user, address)
            )
            trying.begin(connection, self.clock())
            person = people.find(connection, request.user) if is_login(request.user) else None
        is_right = self.passwords.match(request.password, person.password if person else None)
        if person is None or not is_right:
            with transaction(self.engine) as connection:
                self._write_down(connection, person, request.device, "wrong_credentials")
            raise DomainError("wrong_credentials")
        answer, refused = None, None
        with transaction(self.engine) as connection:
            try:
                newcomer = None if is_known else _newcomer(person, request)
                answer = self._begin(connection, person, request, newcomer)
                trying.succeed(connection)
            except DomainError as refusal:
                refused = refusal
                if refusal.code not in _FAILED:
                    trying.take_back(connection)
            outcome = "ok" if refused is None else refused.code
            self._write_down(connection, person, request.device, outcome)
        if answer is None:
            raise refused or DomainError("wrong_credentials")
        return answer

    def open_by_provider(self, request: BrowserSessionRequest) -> SessionAnswer:
        """Begin a session for whom the organisation's provider names; its factors count there.

        Raises:
            DomainError: ``no_provider``, ``not_identified``, ``not_linked``, ``other_person``,
                ``device_ended``, ``too_many_computers``, ``too_many_tries``, or what the enrolment
                of this computer is refused for.
            Circumstance: ``provider_unavailable``.
        """
        if self.oidc is None:
            raise DomainError("no_provider")
        identity = self.oidc.identify(request)
        answer, refused = None, DomainError("not_linked")
        with transaction(self.engine) as connection:
            login = identities.person_of(connection, identity.issuer, identity.subject)
            person = people.find(connection, login) if login else None
            try:
                if person is not None:
                    answer = self._begin_by_provider(connection, person, request, identity)
            except DomainError as refusal:
                refused = refusal
            outcome = refused.code if answer is None else "ok"
            self._write_down(connection, person, request.device, outcome)
        if answer is None:
            raise refused
        return answer

    def signed_in(self, connection: Connection, token: str) -> SignedIn:
        """Find out who holds a token; refuse ``not_signed_in``, ``too_many_requests``."""
        now = self.clock()
        found = people.find_session(connection, hash_of(token), now)
        if found is None:
            raise DomainError("not_signed_in")
        caller = Caller(actor=found.person.actor(), device=found.device)
        self.pace.take(caller, now)
        return SignedIn(caller=caller, epoch=found.epoch, key=ServerKey(found.key))

    def confirm(self, caller: Caller, password: str) -> None:
        """Have the person of a session say once more who they are.

        Raises:
            DomainError: ``wrong_credentials`` or ``too_many_tries``.
        """
        trying = throttle.by_computer(caller.actor.id, caller.device)
        with transaction(self.engine) as connection:
            trying.begin(connection, self.clock())
            person = people.find(connection, caller.actor.id)
        is_right = self.passwords.match(password, person.password if person else None)
        with transaction(self.engine) as connection:
            if is_right:
                trying.succeed(connection)
            else:
                self._write_down(connection, person, caller.device, "wrong_credentials")
        if not is_right:
            raise DomainError("wrong_credentials")

    def close(self, connection: Connection, token: str) -> None:
        """End a session; refuse ``not_signed_in``."""
        caller = self.signed_in(connection, token).caller
        people.close_session(connection, hash_of(token))
        row = AuditRow(
            at=self.clock(), actor=caller.actor.id, device=caller.device, action="sign-out"
        )
        audit.add(connection, [row])

    def _is_known(
        self, connection: Connection, login: str, request: SessionRequest | BrowserSessionRequest
    ) -> bool:
        """Tell a computer on which this person signed in before: it proves it with its key."""
        claim = sign_in_claim(user=login, device=request.device)
        if not (is_login(login) and is_signed(request.device_key, claim, request.signature)):
            return False
        keys = devices.keys_of(connection, UserId(login), [request.device])
        return request.device_key in keys.get(request.device, ())

    def _begin_by_provider(
        self,
        connection: Connection,
        person: PersonRow,
        request: BrowserSessionRequest,
        identity: Identity,
    ) -> SessionAnswer:
        if request.user not in ("", person.login):
            raise DomainError("other_person")
        is_known = self._is_known(connection, person.login, request)
        newcomer = None if is_known else _newcomer(person, request, identity)
        trying, at = throttle.by_code(person.login), self.clock()
        if request.enrolment:
            trying.begin(connection, at)
        self.enrolling.check(connection, newcomer, at)
        if request.enrolment:
            trying.succeed(connection)
        refused = self._refused_device(connection, person, request.device)
        if refused is not None:
            raise DomainError(refused)
        self.enrolling.let_in(connection, newcomer, at)
        return self._begun(connection, person, request.device, request.device_key, at)

    def _begin(
        self,
        connection: Connection,
        person: PersonRow,
        request: SessionRequest,
        newcomer: Newcomer | None,
    ) -> SessionAnswer:
        """Begin a session; what is good once is used up last, when nothing else is refused."""
        keys, required, at = self.factor_keys, self.factor_roles, self.clock()
        self.enrolling.check(connection, newcomer, at)
        second_factor.check(connection, person, keys, required, request.code, at)
        refused = self._refused_device(connection, person, request.device)
        if refused is not None:
            raise DomainError(refused)
        self.enrolling.let_in(connection, newcomer, at)
        if self.passwords.is_outdated(person.password):
            new = self.passwords.hashed(request.password)
            people.set_password(connection, person.login, new)
        return self._begun(connection, person, request.device, request.device_key, at)

    def _refused_device(self, connection: Connection, person: PersonRow, device: str) -> str | None:
        """Say why nobody signs in on a computer, None where they do."""
        if devices.is_ended(connection, person.login, device):
            return "device_ended"
        most = self.computers
        if most is not None and devices.is_one_more(connection, person.login, device, most):
            return "too_many_computers"
        return None

    def _begun(
        self,
        connection: Connection,
        person: PersonRow,
        device: str,
        device_key: bytes,
        at: datetime,
    ) -> SessionAnswer:
        token, refresh = as_token(self.renewal.random(32)), ""
        expires_at = at + self.renewal.token
        people.forget_ended_sessions(connection, at)
        people.open_session(connection, hash_of(token), person.login, device, expires_at)
        if device_key:
            devices.register(connection, person.login, device, device_key, at)
            refresh = self.renewal.begin(connection, token, device_key, at)
        example = example_name(connection)
        return SessionAnswer(
            token=token,
            expires_at=expires_at,
            person=Person(
                id=person.login,
                name=person.name,
                roles=tuple(role.value for role in person.roles),
                team=person.team,
            ),
            organisation=self.organisation if example is None else example,
            is_example=example is not None,
            server_id=server_id(connection),
            server_key=ServerKey(private_key(connection)).public,
            seal_key=SealKey(sealing_key(connection)).public,
            refresh=refresh,
        )

    def _write_down(
        self, connection: Connection, person: PersonRow | None, device: str, outcome: str
    ) -> None:
        """Write an attempt down; not the name that was typed, which may be a password."""
        actor = person.login if person else _NOBODY
        row = AuditRow(
            at=self.clock(), actor=actor, device=device, action="sign-in", outcome=outcome
        )
        audit.add(connection, [row])


def _newcomer(
    person: PersonRow,
    request: SessionRequest | BrowserSessionRequest,
    identity: Identity | None = None,
) -> Newcomer:
    return Newcomer(
        login=person.login,
        device=request.device,
        code=request.enrolment,
        is_vouched_for=identity is not None and identity.may_enrol,
    )
