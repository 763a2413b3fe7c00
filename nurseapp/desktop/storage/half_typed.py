"""What somebody has half typed on a shared computer, in one file that opens for them alone.

The key is the server's to give, and lives in memory: whoever has the disk, or signs in there as
somebody else, has nothing. It belongs to the salt, which lies in the clear before what is sealed::

    MARK | salt (32) | nonce (12) | AES-256-GCM of the texts by key, as padded JSON

Knows no database and no server. Called by the drafts, and by services.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from nurseapp.desktop.storage.escrow import replace_whole, translated
from nurseapp.desktop.storage.vault_header import sync_folder
from nurseapp.wire.half_typed import SALT_BYTES

FILE_NAME = "half-typed"
_MARK = b"nurseapp/half-typed/v1\n"
_NONCE_BYTES = 12
_PADDED_TO = 4096
"""The size of the file tells nobody how much was typed."""
_texts = msgspec.json.Decoder(dict[str, str])


class NotReadable(Exception):
    """The file is damaged, or was sealed with another key: nobody reads it any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfTyped:
    """One person's file.

    Attributes:
        random: gives nonces.
    """

    file: Path
    salt: bytes
    key: bytes = field(repr=False)
    random: Callable[[int], bytes]

    def read(self) -> Mapping[str, str]:
        """Give the texts by key; none where there is no file.

        Raises:
            NotReadable: it is not what was written there with this key.
            CacheError: ``disk_failed``.
        """
        with translated():
            if not self.file.exists():
                return {}
            content = self.file.read_bytes()
        head = _MARK + self.salt
        nonce, sealed = content[len(head) :][:_NONCE_BYTES], content[len(head) + _NONCE_BYTES :]
        try:
            return _texts.decode(AESGCM(self.key).decrypt(nonce, sealed, content[: len(head)]))
        except (InvalidTag, ValueError, msgspec.MsgspecError) as error:
            raise NotReadable(self.file.name) from error

    def hold(self, texts: Mapping[str, str]) -> None:
        """Hold these texts and no others; they are on the disk when this returns.

        Raises:
            CacheError: ``disk_full`` or ``disk_failed``; then it is as it was.
        """
        if not texts:
            self.remove()
            return
        plain, head = msgspec.json.encode(texts), _MARK + self.salt
        plain += b" " * (-len(plain) % _PADDED_TO)
        nonce = self.random(_NONCE_BYTES)
        sealed = AESGCM(self.key).encrypt(nonce, plain, head)
        replace_whole(self.file, head + nonce + sealed)

    def remove(self) -> None:
        """Take the file away; raise as :meth:`hold`."""
        with translated():
            for file in (self.file, self.file.with_name(f"{FILE_NAME}.new")):
                if file.exists():
                    file.unlink()
                    sync_folder(file.parent)


def salt_in(file: Path) -> bytes | None:
    """Read the salt of a file, None where there is none that can be read.

    Raises:
        CacheError: ``disk_failed``.
    """
    with translated():
        if not file.exists():
            return None
        with file.open("rb") as stream:
            head = stream.read(len(_MARK) + SALT_BYTES)
    salt = head.removeprefix(_MARK)
    return salt if head.startswith(_MARK) and len(salt) == SALT_BYTES else None
