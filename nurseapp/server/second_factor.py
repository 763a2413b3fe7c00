"""The second factor: six digits from somebody's app (RFC 6238), or one of ten recovery codes.

An administrator enrols people, as they do for passwords, and hands over what is printed once. A
code is good in its half minute and in the ones beside it, for clocks differ, and for one sign-in.
The database holds the secrets sealed, and the recovery codes as hashes. Called by sign-in and by
the command line.
"""

from __future__ import annotations

import base64
import hmac
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy import Connection

from nurseapp.domain.policy import Role
from nurseapp.domain.refusal import DomainError
from nurseapp.server.factor_keys import FactorKeys
from nurseapp.server.store import second_factors as store
from nurseapp.server.store.people import PersonRow
from nurseapp.server.typed_codes import hash_of, plain, readable

_log = logging.getLogger(__name__)
STEP_S = 30
DIGITS = 6
RECOVERY_CODES = 10
_SECRET_BYTES = 20
_CODE_BYTES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """What somebody is given once: the secret for their app, as text and as address, and codes."""

    secret: str = field(repr=False)
    address: str = field(repr=False)
    codes: tuple[str, ...] = field(repr=False)


def enrol(
    connection: Connection,
    person: PersonRow,
    issuer: str,
    keys: FactorKeys,
    random: Callable[[int], bytes],
) -> Enrolled:
    """Give somebody a second factor in the place of an older one."""
    secret = random(_SECRET_BYTES)
    codes = tuple(readable(random(_CODE_BYTES)) for _ in range(RECOVERY_CODES))
    sealed = keys.seal(person.login, secret)
    store.enrol(connection, person.login, sealed, map(hash_of, codes))
    return Enrolled(
        secret=base64.b32encode(secret).decode(),
        address=_totp(secret).get_provisioning_uri(person.login, issuer),
        codes=codes,
    )


def seal_anew(connection: Connection, keys: FactorKeys) -> None:
    """Seal with the newest key what is not sealed with it, and what no key sealed yet."""
    for person, kept in store.secrets(connection):
        secret = kept if len(kept) == _SECRET_BYTES else keys.open(person, kept)
        if secret is None:
            _log.error("second_factor_unopened")
        elif not keys.is_of_newest(person, kept):
            store.put_secret(connection, person, kept, keys.seal(person, secret))


def check(
    connection: Connection,
    person: PersonRow,
    keys: FactorKeys,
    required: frozenset[Role],
    code: str,
    at: datetime,
) -> None:
    """Check the code of somebody whose password was right.

    Args:
        required: the roles that must have a second factor.

    Raises:
        DomainError: ``code_needed``, ``wrong_code``, or ``second_factor_missing`` where they must
            have one and do not.
    """
    sealed = store.secret_of(connection, person.login)
    if sealed is None:
        if required & set(person.roles):
            raise DomainError("second_factor_missing")
        return
    if not code.strip():
        raise DomainError("code_needed")
    typed = plain(code)
    if not (
        _is_of_app(connection, person, keys.open(person.login, sealed), typed, at)
        or store.use_code(connection, person.login, hash_of(typed))
    ):
        raise DomainError("wrong_code")


def _is_of_app(
    connection: Connection, person: PersonRow, secret: bytes | None, code: str, at: datetime
) -> bool:
    if secret is None:
        _log.error("second_factor_unopened")
        return False
    now = int(at.timestamp()) // STEP_S
    totp = _totp(secret)
    for step in (now - 1, now, now + 1):
        if hmac.compare_digest(totp.generate(step * STEP_S), code.encode()):
            return store.use_step(connection, person.login, step)
    return False


def _totp(secret: bytes) -> TOTP:
    # The apps that people have know no other hash.
    return TOTP(secret, DIGITS, SHA1(), STEP_S)  # noqa: S303  # as an HMAC it is sound
