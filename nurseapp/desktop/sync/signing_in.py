"""Signing in: the password goes up, a session and who it belongs to come back.

Called by services, which know no message of the wire.
"""

from __future__ import annotations

from dataclasses import dataclass

from nurseapp.desktop.storage.sealing import DeviceKey
from nurseapp.desktop.storage.session_store import Session
from nurseapp.desktop.sync.transport import Transport
from nurseapp.wire.claims import sign_in_claim
from nurseapp.wire.messages import SessionAnswer, SessionRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A session, and whose it is.

    Attributes:
        roles: names of ``policy.Role``.
        server_key: of the server; empty for one that signs nothing; ``seal_key`` likewise.
    """

    session: Session
    user: str
    name: str
    roles: tuple[str, ...]
    team: str | None
    organisation: str
    is_example: bool
    server_key: bytes
    seal_key: bytes


def sign_in(
    transport: Transport,
    user: str,
    password: str,
    signing: DeviceKey | None = None,
    code: str = "",
    enrolment: str = "",
) -> SignedIn:
    """Sign in on the transport's device, which goes on with the new session.

    Args:
        signing: the key of this computer, with which the session is renewed.
        code: of the second factor, where the server asked for it; ``enrolment`` that of a
            computer which is new to this person.
    """
    claim = sign_in_claim(user=user, device=transport.device)
    answer = transport.sign_in(
        SessionRequest(
            user=user,
            password=password,
            device=transport.device,
            device_key=b"" if signing is None else signing.public,
            signature=b"" if signing is None else signing.sign_claim(claim),
            code=code,
            enrolment=enrolment,
        )
    )
    return signed_in(answer)


def signed_in(answer: SessionAnswer) -> SignedIn:
    """Read what a server answered to whoever signed in."""
    person = answer.person
    return SignedIn(
        session=Session(token=answer.token, expires_at=answer.expires_at, refresh=answer.refresh),
        user=person.id,
        name=person.name,
        roles=person.roles,
        team=person.team,
        organisation=answer.organisation,
        is_example=answer.is_example,
        server_key=answer.server_key,
        seal_key=answer.seal_key,
    )
