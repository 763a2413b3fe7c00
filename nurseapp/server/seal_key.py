"""The key to which desktops seal what only the server may read: their sent events and their escrow.

One for each database, beside the key that signs, made with it and restored with it. Called by
sign-in, which shows its public half, and by the replay, which opens what comes back.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from nurseapp.wire.sealed import PURPOSE

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


class SealKey:
    """An X25519 key; ``private`` is its 32 bytes."""

    def __init__(self, private: bytes) -> None:
        self._private = X25519PrivateKey.from_private_bytes(private)

    @property
    def public(self) -> bytes:
        """The half that desktops seal to, 32 bytes."""
        return self._private.public_key().public_bytes_raw()

    def open(self, sealed: bytes, purpose: bytes = PURPOSE) -> bytes | None:
        """Give what was sealed, None for what was not sealed to this key for this purpose."""
        try:
            return _SUITE.decrypt(sealed, self._private, info=purpose)
        except InvalidTag:
            return None
