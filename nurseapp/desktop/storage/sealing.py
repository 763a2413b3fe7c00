"""Seals an event or a deed for the server, which alone can read it again, signed by this computer.

What is sealed stays when the passphrase, the keyring or the vault is lost, and tells nobody here
anything. Knows no file and no table; made when a vault is opened, called by the stores.
"""

from __future__ import annotations

from hashlib import sha256

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from nurseapp.wire.claims import deed_claim, event_claim
from nurseapp.wire.sealed import DEED_PURPOSE, PURPOSE, Signed, encode_signed

KEY_BYTES = 32
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


class DeviceKey:
    """The key with which one computer signs what was done on it.

    Attributes:
        device: the id that the computer made for itself.
        private: for the keyring alone.
    """

    def __init__(self, device: str, private: bytes) -> None:
        """Make it of its 32 private bytes."""
        self.device = device
        self.private = private
        self._signing = Ed25519PrivateKey.from_private_bytes(private)

    @property
    def public(self) -> bytes:
        """The half that the server knows, 32 bytes."""
        return self._signing.public_key().public_bytes_raw()

    def sign(self, body: bytes) -> Signed:
        """Sign an event, as it is sent."""
        claim = event_claim(device=self.device, payload_hash=sha256(body).digest())
        return self._signed(body, claim)

    def sign_deed(self, body: bytes) -> Signed:
        """Sign a deed, as it is sent."""
        claim = deed_claim(device=self.device, payload_hash=sha256(body).digest())
        return self._signed(body, claim)

    def sign_claim(self, claim: bytes) -> bytes:
        """Sign a claim of :mod:`nurseapp.wire.claims`."""
        return self._signing.sign(claim)

    def _signed(self, body: bytes, claim: bytes) -> Signed:
        return Signed(device=self.device, event=msgspec.Raw(body), signature=self.sign_claim(claim))


class Sealer:
    """Signs with a computer's key and seals to the server's.

    Args:
        seal_key: the public half of the server's, 32 bytes.
    """

    def __init__(self, signing: DeviceKey, seal_key: bytes) -> None:
        self._signing = signing
        self._seal_key = X25519PublicKey.from_public_bytes(seal_key)

    def seal(self, body: bytes) -> bytes:
        """Seal an event, as it is sent."""
        signed = encode_signed(self._signing.sign(body))
        return _SUITE.encrypt(signed, self._seal_key, info=PURPOSE)

    def seal_deed(self, body: bytes) -> bytes:
        """Seal a deed, as it is sent."""
        signed = encode_signed(self._signing.sign_deed(body))
        return _SUITE.encrypt(signed, self._seal_key, info=DEED_PURPOSE)
