"""The key of what somebody has half typed on a shared computer, for them alone.

Nothing of it is stored: it is worked out of the key to which desktops seal, so that who could read
what waits there sealed can read this as well, and nobody else. It is restored with that key, and
lost with it. Called by the routes.
"""

from __future__ import annotations

from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Connection

from nurseapp.domain.ids import UserId
from nurseapp.server.caller import Caller
from nurseapp.server.store import audit
from nurseapp.server.store.audit import AuditRow
from nurseapp.server.store.database import sealing_key

_PURPOSE = b"nurseapp/half-typed/v1/"
KEY_BYTES = 32


def give_key(connection: Connection, who: Caller, salt: bytes, at: datetime) -> bytes:
    """Give somebody their key for a salt, and write that down; the transaction is to be committed.

    Args:
        salt: of the wire's ``SALT_BYTES``.
    """
    row = AuditRow(at=at, actor=who.actor.id, device=who.device, action="half-typed-key")
    audit.add(connection, [row])
    return derive_key(sealing_key(connection), who.actor.id, salt)


def derive_key(secret: bytes, person: UserId, salt: bytes) -> bytes:
    """Work out the key of a person and a salt."""
    return HKDF(SHA256(), KEY_BYTES, salt=salt, info=_PURPOSE + person.encode()).derive(secret)
