"""Renewing a session: a token that was used up for the next one, on the computer that signed in.

Each token renews once, and only with a signature of the key that its computer showed at sign-in.
An answer may be lost on its way: whoever presents the token again that renewed last, signed, gets
the same answer, for the next tokens are worked out of it. Anything else that names a session, an
older token or one that another key signed, was copied: then the session ends. Called by the routes.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Connection, Engine

from nurseapp.domain.refusal import DomainError
from nurseapp.server.clock import Clock
from nurseapp.server.ids import is_id
from nurseapp.server.pace import Pace
from nurseapp.server.server_key import is_signed
from nurseapp.server.store import audit, renewals
from nurseapp.server.store.audit import AuditRow
from nurseapp.server.store.database import transaction
from nurseapp.server.store.renewals import Family, Tokens
from nurseapp.wire.claims import refresh_claim
from nurseapp.wire.messages import RefreshAnswer, RefreshRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """Renew sessions.

    Attributes:
        pace: how often one computer may ask, and one person.
        token: how long a token is good; ``session`` how long a session can be renewed.
    """

    engine: Engine
    clock: Clock
    random: Callable[[int], bytes]
    pace: Pace
    token: timedelta
    session: timedelta

    def begin(self, connection: Connection, token: str, device_key: bytes, at: datetime) -> str:
        """Let a session that has just begun be renewed; give what renews it first."""
        family = self.random(16).hex()
        refresh = f"{family}.{as_token(self.random(32))}"
        tokens = Tokens(token=hash_of(token), refresh=hash_of(refresh), expires_at=at + self.token)
        renewals.begin(connection, family, device_key, tokens, at + self.session)
        return refresh

    def renew(self, request: RefreshRequest) -> RefreshAnswer:
        """Give the next token; refuse ``not_signed_in`` and ``too_many_requests``."""
        with transaction(self.engine) as connection:
            answer = self._answer(connection, request)
        if answer is None:
            raise DomainError("not_signed_in")
        return answer

    def _answer(self, connection: Connection, request: RefreshRequest) -> RefreshAnswer | None:
        name = request.refresh.partition(".")[0]
        family = renewals.found(connection, name, self.clock()) if is_id(name) else None
        if family is None:
            return None
        # Before the signature is looked at, which costs more.
        self.pace.take_for(family.person, family.device, self.clock())
        claim = refresh_claim(device=family.device, refresh=request.refresh)
        if not is_signed(family.device_key, claim, request.signature):
            self._end(connection, family, "other_key")
            return None
        presented = hash_of(request.refresh)
        answer = _next(family, request.refresh, self.clock() + self.token)
        if presented == family.refresh_hash:
            tokens = Tokens(
                token=hash_of(answer.token),
                refresh=hash_of(answer.refresh),
                expires_at=answer.expires_at,
            )
            renewals.renew(connection, family, tokens)
            return answer
        if presented == family.spent_hash:
            return _next(family, request.refresh, family.expires_at)
        self._end(connection, family, "spent_before")
        return None

    def _end(self, connection: Connection, family: Family, why: str) -> None:
        renewals.end(connection, family)
        row = AuditRow(
            at=self.clock(),
            actor=family.person,
            device=family.device,
            action="refresh",
            outcome=why,
        )
        audit.add(connection, [row])


def as_token(secret: bytes) -> str:
    """Write random bytes as a token."""
    return base64.urlsafe_b64encode(secret).decode().rstrip("=")


def hash_of(token: str) -> bytes:
    """Give what is stored of a token."""
    return sha256(token.encode()).digest()


def _next(family: Family, refresh: str, expires_at: datetime) -> RefreshAnswer:
    """Work out what follows a token: always the same, and nobody can who only has the token."""
    key = HKDF(SHA256(), 32, salt=None, info=b"nurseapp/session/v1").derive(family.server_key)
    token, following = (
        as_token(hmac.digest(key, purpose + refresh.encode(), "sha256"))
        for purpose in (b"token:", b"refresh:")
    )
    return RefreshAnswer(token=token, expires_at=expires_at, refresh=f"{family.name}.{following}")
