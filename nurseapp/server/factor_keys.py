"""The keys that seal the secrets of second factors, in a file: no copy of the database has them.

One key a line (Fernet), the newest first: the first seals, each opens, so that a key is changed by
putting another above it. Whoever reads the database alone makes no code. Called by the second
factor; its place is a setting.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.ids import UserId
from nurseapp.server.postgres_cluster import write_private

_KEY_BYTES = 32
_BETWEEN = b"\0"


class FactorKeys:
    """The keys of one file, read whenever they are needed: a key that is put in counts at once."""

    def __init__(self, place: Path, random: Callable[[int], bytes]) -> None:
        """Name the file; it is made when something is sealed for the first time."""
        self._place = place
        self._random = random

    def seal(self, person: UserId, secret: bytes) -> bytes:
        """Seal somebody's secret, so that it opens for them alone.

        Raises:
            Circumstance: ``factor_keys``, for a file that cannot be read or written.
        """
        keys = self._read() or self._made()
        return keys[0].encrypt(person.encode() + _BETWEEN + secret)

    def open(self, person: UserId, sealed: bytes) -> bytes | None:
        """Open what was sealed for somebody, None where no key does; raises as :meth:`seal`."""
        return next(filter(None, (_opened(key, person, sealed) for key in self._read())), None)

    def is_of_newest(self, person: UserId, sealed: bytes) -> bool:
        """Tell whether the newest key sealed it; raises as :meth:`seal`."""
        return any(_opened(key, person, sealed) for key in self._read()[:1])

    def _read(self) -> list[Fernet]:
        try:
            lines = self._place.read_text(encoding="ascii").split()
            return [Fernet(line) for line in lines]
        except FileNotFoundError:
            return []
        except (OSError, ValueError) as error:
            raise Circumstance("factor_keys", place=self._place) from error

    def _made(self) -> list[Fernet]:
        key = base64.urlsafe_b64encode(self._random(_KEY_BYTES)).decode()
        try:
            self._place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_private(self._place, f"{key}\n")
        except OSError as error:
            raise Circumstance("factor_keys", place=self._place) from error
        return [Fernet(key)]


def _opened(key: Fernet, person: UserId, sealed: bytes) -> bytes | None:
    try:
        owner, _, secret = key.decrypt(sealed).partition(_BETWEEN)
    except InvalidToken:
        return None
    return secret if owner == person.encode() else None
