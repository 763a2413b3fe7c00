"""The messages with which a shared computer gets the key of what somebody has half typed there.

Called by the server's routes and by the desktop's services.
"""

from __future__ import annotations

from nurseapp.wire.messages import Answer, Request

SALT_BYTES = 32


class HalfTypedRequest(Request, frozen=True):
    """Ask for the key that belongs to a salt, which lies beside what it seals."""

    salt: bytes


class HalfTypedAnswer(Answer, frozen=True):
    """The key, 32 bytes: the same for the same person and salt, and for nobody else."""

    key: bytes
