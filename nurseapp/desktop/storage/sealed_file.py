"""One attached file on this computer's disk: sealed chunk by chunk under a key of its own.

Each chunk is sealed with AES-256-GCM and a nonce of its own, and bound to its place in its file,
so that none can be changed, moved or exchanged unnoticed. Knows no table; the key is kept in the
encrypted cache, so that forgetting the key forgets the file. Called by the file store.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from nurseapp.desktop.storage.circumstances import CacheError
from nurseapp.wire.attachments import CHUNK, chunk_size

_NONCE_BYTES = 12
_TAG_BYTES = 16
_PLACE = CHUNK + _NONCE_BYTES + _TAG_BYTES
KEY_BYTES = 32


class DamagedFile(Exception):
    """What is on the disk is not what was written there; it can only be fetched again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFile:
    """A file below the vault's folder.

    Attributes:
        name: of the file; made up, and bound to its chunks.
        random: gives nonces.
    """

    folder: Path
    name: str
    key: bytes = field(repr=False)
    random: Callable[[int], bytes]

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.folder / self.name

    def write(self, number: int, content: bytes) -> None:
        """Seal a chunk in its place; it is on the disk when this returns.

        Raises:
            CacheError: ``disk_full`` or ``disk_failed``.
        """
        nonce = self.random(_NONCE_BYTES)
        sealed = AESGCM(self.key).encrypt(nonce, content, self._bound_to(number))
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | _BINARY, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.seek(number * _PLACE)
                file.write(nonce)
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            code = "disk_full" if error.errno == errno.ENOSPC else "disk_failed"
            raise CacheError(code) from error

    def read(self, number: int, size: int) -> bytes:
        """Open a chunk of a file of this size.

        Raises:
            DamagedFile: it is not there as it was written.
        """
        length = chunk_size(size, number) + _NONCE_BYTES + _TAG_BYTES
        try:
            with self.path.open("rb") as file:
                file.seek(number * _PLACE)
                sealed = file.read(length)
            return AESGCM(self.key).decrypt(
                sealed[:_NONCE_BYTES], memoryview(sealed)[_NONCE_BYTES:], self._bound_to(number)
            )
        except (OSError, InvalidTag, ValueError) as error:
            raise DamagedFile(self.name) from error

    def remove(self) -> None:
        """Take it off the disk; it is nothing without its key, so that a failure loses nothing."""
        remove(self.folder, self.name)

    def _bound_to(self, number: int) -> bytes:
        return f"nurseapp/file/v1/{self.name}/{number}".encode()


_BINARY = getattr(os, "O_BINARY", 0)  # Windows would change line ends


def remove(folder: Path, name: str) -> bool:
    """Take a file off the disk; tell whether it is gone."""
    try:
        (folder / name).unlink(missing_ok=True)
    except OSError:  # somebody looks at it just now; it is tried again
        return False
    return True
