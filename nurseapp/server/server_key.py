"""The key with which the server signs what a desktop must be able to prove or to trust later.

One for each database, made with it and restored with it: a desktop pins its public half when it
meets the server first. Called by sign-in, the feed, the inbox and the replay.
"""

from __future__ import annotations

from functools import cached_property

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


class ServerKey:
    """An Ed25519 key; ``private`` is its 32 bytes, read only where something is to be signed."""

    def __init__(self, private: bytes) -> None:
        self._bytes = private

    @cached_property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self._bytes)

    @property
    def public(self) -> bytes:
        """The half that desktops know, 32 bytes."""
        return self._private.public_key().public_bytes_raw()

    def sign(self, claim: bytes) -> bytes:
        """Sign a claim of :mod:`nurseapp.wire.claims`."""
        return self._private.sign(claim)

    def has_signed(self, claim: bytes, signature: bytes) -> bool:
        """Tell whether a claim carries this key's own signature."""
        return is_signed(self.public, claim, signature)


def is_signed(public: bytes, claim: bytes, signature: bytes) -> bool:
    """Tell whether a claim carries the signature of somebody's Ed25519 key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, claim)
    except (InvalidSignature, ValueError):
        return False
    return True
