"""Passwords: hashed with Argon2id, checked in about the same time whoever asks.

Sizes follow OWASP's Password Storage Cheat Sheet (floor: 19 MiB, two passes); the least length
is that of NIST SP 800-63B-4, 3.1.1, for a password that stands alone. Called by sign-in and by
people.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from nurseapp.domain.refusal import DomainError

SHORTEST = 15
LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class HashCost:
    """What one hash costs."""

    memory_kib: int = 64 * 1024
    passes: int = 2


class Passwords:
    """Hash and check passwords."""

    def __init__(self, cost: HashCost, random: Callable[[int], bytes]) -> None:
        """Hash a password that nobody has, to be checked for people who do not exist."""
        self._hasher = PasswordHasher(
            time_cost=cost.passes, memory_cost=cost.memory_kib, parallelism=1
        )
        self._nobodys = self._hasher.hash(random(32))

    def hashed(self, password: str) -> str:
        """Hash a password."""
        return self._hasher.hash(_normal(password))

    def match(self, password: str, hashed: str | None) -> bool:
        """Check a password; without a hash it is wrong, after the same work."""
        try:
            self._hasher.verify(hashed or self._nobodys, _normal(password))
        except VerifyMismatchError:
            return False
        return hashed is not None

    def is_outdated(self, hashed: str) -> bool:
        """Tell whether a hash was made at another cost than new ones are."""
        return self._hasher.check_needs_rehash(hashed)


def check_new(password: str) -> None:
    """Refuse ``short_password`` and ``long_password`` before one is set."""
    length = len(_normal(password))
    if length < SHORTEST:
        raise DomainError("short_password", shortest=SHORTEST)
    if length > LONGEST:
        raise DomainError("long_password", longest=LONGEST)


def _normal(password: str) -> str:
    # Cut first: normalising is work, and anybody may send megabytes as a password.
    return unicodedata.normalize("NFKC", password[: 4 * LONGEST])
