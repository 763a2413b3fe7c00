"""One attached file on this computer: sealed chunk by chunk under a key of its own.

Each chunk is sealed with AES-256-GCM and a nonce of its own, and bound to its place in its file,
so that none can be changed, moved or exchanged unnoticed. Knows no table; the key is kept in the
encrypted cache, so that forgetting the key forgets the file. Called by the file store.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from nurseapp.desktop.storage.circumstances import CacheError
from nurseapp.desktop.storage.shelf import Shelf
from nurseapp.wire.attachments import CHUNK, chunk_size

_NONCE_BYTES = 12
_TAG_BYTES = 16
_PLACE = CHUNK + _NONCE_BYTES + _TAG_BYTES
KEY_BYTES = 32


class DamagedFile(Exception):
    """What is on the disk is not what was written there; it can only be fetched again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFile:
    """A file on a shelf.

    Attributes:
        shelf: where it lies.
        name: of the file; made up, and bound to its chunks.
        random: gives nonces.
    """

    shelf: Shelf
    name: str
    key: bytes = field(repr=False)
    random: Callable[[int], bytes]

    def write(self, number: int, content: bytes) -> None:
        """Seal a chunk in its place; it is on the disk when this returns.

        Raises:
            CacheError: ``disk_full`` or ``disk_failed``.
        """
        nonce = self.random(_NONCE_BYTES)
        sealed = AESGCM(self.key).encrypt(nonce, content, self._bound_to(number))
        try:
            self.shelf.write(self.name, number * _PLACE, nonce + sealed)
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
            sealed = self.shelf.read(self.name, number * _PLACE, length)
            return AESGCM(self.key).decrypt(
                sealed[:_NONCE_BYTES], memoryview(sealed)[_NONCE_BYTES:], self._bound_to(number)
            )
        except (OSError, InvalidTag, ValueError) as error:
            raise DamagedFile(self.name) from error

    def remove(self) -> None:
        """Take it off the disk; it is nothing without its key, so that a failure loses nothing."""
        remove(self.shelf, self.name)

    def _bound_to(self, number: int) -> bytes:
        return f"nurseapp/file/v1/{self.name}/{number}".encode()


def remove(shelf: Shelf, name: str) -> bool:
    """Take a file away; tell whether it is gone."""
    try:
        shelf.remove(name)
    except OSError:  # somebody looks at it just now; it is tried again
        return False
    return True
