"""Slows those down who try passwords, and lets nobody keep somebody else out by it.

Failures are counted for the name that was typed, whether there is such a person or not, and for the
address that it came from; a computer that proves with its key that its owner signed in there before
is counted for itself alone. So a stranger who fails on purpose slows strangers, and no nurse at her
own computer. After some failures each waits longer for the next try, up to a quarter of an hour.
A try counts before its password is checked: many at once are no way around. Called by sign-in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection

from nurseapp.domain.refusal import DomainError
from nurseapp.server.store import throttle
from nurseapp.server.store.throttle import Failures

FREE = 10
"""Failures of a name, or of a computer, before there is a wait."""
FREE_OF_ADDRESS = 100
"""The same of an address, which a whole hospital may share."""
SHORTEST, LONGEST = timedelta(seconds=30), timedelta(minutes=15)
FORGOTTEN = timedelta(days=1)
FORGOTTEN_OF_ADDRESS = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What failures are counted for; ``name`` is a hash, for what is typed may be a password."""

    name: str
    free: int = FREE
    forgotten: timedelta = FORGOTTEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """A sign-in that is being tried."""

    own: Subject
    address: Subject | None = None

    def begin(self, connection: Connection, at: datetime) -> None:
        """Count it as failed until it is not; refuse ``too_many_tries`` with ``retry_after_s``."""
        throttle.forget_before(connection, at - FORGOTTEN)
        for subject in (self.own, self.address):
            if subject is not None:
                _count(connection, subject, at)

    def succeed(self, connection: Connection) -> None:
        """Begin to count anew for whose it was; of an address take back this one."""
        throttle.forget(connection, self.own.name)
        if self.address is not None:
            throttle.take_back(connection, self.address.name)

    def take_back(self, connection: Connection) -> None:
        """Count it as no failure, and as no success either."""
        for subject in (self.own, self.address):
            if subject is not None:
                throttle.take_back(connection, subject.name)


def by_stranger(login: str, address: str) -> Try:
    """Name what is counted for somebody who proves nothing."""
    return Try(
        own=Subject(name=_hash_of("name", login)),
        address=Subject(
            name=_hash_of("address", address),
            free=FREE_OF_ADDRESS,
            forgotten=FORGOTTEN_OF_ADDRESS,
        ),
    )


def by_computer(login: str, device: str) -> Try:
    """Name what is counted for a computer that is known for this person's."""
    return Try(own=Subject(name=_hash_of("computer", login, device)))


def by_code(login: str) -> Try:
    """Name what is counted for the enrolment codes of somebody who needs no password."""
    return Try(own=Subject(name=_hash_of("enrolment", login)))


def _count(connection: Connection, subject: Subject, at: datetime) -> None:
    failures = throttle.of(connection, subject.name, at)
    if failures.last_at <= at - subject.forgotten:
        failures = Failures(count=0, last_at=at)
    left = failures.last_at + _wait(failures.count, subject.free) - at
    if failures.count >= subject.free and left > timedelta():
        raise DomainError("too_many_tries", retry_after_s=int(left.total_seconds()) + 1)
    throttle.put(connection, subject.name, Failures(count=failures.count + 1, last_at=at))


def _wait(count: int, free: int) -> timedelta:
    times: int = 2 ** min(max(count - free, 0), 10)
    return min(SHORTEST * times, LONGEST)


def _hash_of(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
