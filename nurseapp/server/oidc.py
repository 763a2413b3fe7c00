"""OpenID Connect: an organisation's own sign-in says who somebody is.

The desktop is the client that the provider knows: public, with PKCE, in the system's browser (RFC
8252). It sends here what it came back with; this module exchanges that for an id token and believes
it only when signature, issuer, audience, time and nonce are right. Called by sign-in.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import Any

import msgspec
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.refusal import DomainError
from nurseapp.server.clock import Clock
from nurseapp.server.provider_line import ProviderLine
from nurseapp.server.settings import Provider
from nurseapp.wire.messages import BrowserSessionRequest, OidcProvider

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
SCOPE = "openid"
LEEWAY_S = 60
_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_PATH = "/.well-known/openid-configuration"


class _Metadata(msgspec.Struct, frozen=True, kw_only=True):
    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str


class _Keys(msgspec.Struct, frozen=True, kw_only=True):
    keys: list[dict[str, Any]]


class _Tokens(msgspec.Struct, frozen=True, kw_only=True):
    id_token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who somebody is at a provider; never their address, which may become another's.

    Attributes:
        may_enrol: the provider says that they may set up a computer.
    """

    issuer: str
    subject: str
    may_enrol: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Whose id tokens are believed, by which keys, for whom, and at what second.

    Attributes:
        enrolment_claim: what in one says that its subject may set up a computer; empty for none.
    """

    issuer: str
    client_id: str
    keys: KeySet
    now: int
    enrolment_claim: str = ""


class UnknownKeyError(Exception):
    """An id token names a key that is not among those that are known."""


class Oidc:
    """One provider. Every method raises Circumstance ``provider_unavailable``."""

    def __init__(self, provider: Provider, clock: Clock) -> None:
        """Ask nothing yet."""
        self._issuer = provider.issuer
        self._client_id = provider.client_id
        self._enrolment_claim = provider.enrolment_claim
        self._clock = clock
        self._line = ProviderLine()
        self._asking = Lock()
        self._known: tuple[_Metadata, KeySet] | None = None

    def provider(self) -> OidcProvider:
        """Tell a desktop where to send its user."""
        metadata, _ = self._metadata()
        return OidcProvider(
            issuer=self._issuer,
            authorization_endpoint=metadata.authorization_endpoint,
            client_id=self._client_id,
            scope=SCOPE,
        )

    def identify(self, request: BrowserSessionRequest) -> Identity:
        """Find out who came back from the provider; refuse ``not_identified``."""
        metadata, keys = self._metadata()
        answer = self._line.ask(
            metadata.token_endpoint,
            {
                "grant_type": "authorization_code",
                "code": request.code,
                "redirect_uri": request.redirect_uri,
                "code_verifier": request.verifier,
                "client_id": self._client_id,
            },
        )
        if answer.status >= 500:
            raise Circumstance("provider_unavailable", status=answer.status)
        if not answer.is_success:
            raise DomainError("not_identified")
        try:
            token = msgspec.json.decode(answer.content, type=_Tokens).id_token
        except _UNREADABLE:
            raise DomainError("not_identified") from None
        try:
            return identity_of(token, request.nonce, self._audience(keys))
        except UnknownKeyError:  # the provider has changed its keys since they were read
            self._known = None
            _, keys = self._metadata()
            return self._identity_by(keys, token, request.nonce)

    def _audience(self, keys: KeySet) -> Audience:
        return Audience(
            issuer=self._issuer,
            client_id=self._client_id,
            keys=keys,
            now=int(self._clock().timestamp()),
            enrolment_claim=self._enrolment_claim,
        )

    def _identity_by(self, keys: KeySet, token: str, nonce: str) -> Identity:
        try:
            return identity_of(token, nonce, self._audience(keys))
        except UnknownKeyError:
            raise DomainError("not_identified") from None

    def _metadata(self) -> tuple[_Metadata, KeySet]:
        with self._asking:
            if self._known is None:
                self._known = self._asked()
            return self._known

    def _asked(self) -> tuple[_Metadata, KeySet]:
        found = self._found(f"{self._issuer.rstrip('/')}{_PATH}")
        try:
            metadata = msgspec.json.decode(found, type=_Metadata)
        except _UNREADABLE as error:
            raise _unavailable(error) from None
        if metadata.issuer != self._issuer:
            raise Circumstance("provider_unavailable", error="another issuer")
        return metadata, _keys_in(self._found(metadata.jwks_uri))

    def _found(self, url: str) -> bytes:
        answer = self._line.ask(url)
        if not answer.is_success:
            raise Circumstance("provider_unavailable", status=answer.status)
        return answer.content


def _keys_in(content: bytes) -> KeySet:
    try:
        keys = msgspec.json.decode(content, type=_Keys).keys
        return KeySet.import_key_set({"keys": keys})
    except _UNREADABLE as error:
        raise _unavailable(error) from None
    except (JoseError, LookupError, TypeError, ValueError) as error:  # a key that is none
        raise _unavailable(error) from None


def _unavailable(error: Exception) -> Circumstance:
    return Circumstance("provider_unavailable", error=type(error).__name__)


def identity_of(token: str, nonce: str, ours: Audience) -> Identity:
    """Read who an id token is of; refuse ``not_identified`` for one that is not right.

    Raises:
        UnknownKeyError: it names another key, with which it may be right.
    """
    claims = jwt.JWTClaimsRegistry(
        now=ours.now,
        leeway=LEEWAY_S,
        iss={"essential": True, "value": ours.issuer},
        aud={"essential": True, "value": ours.client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        read = jwt.decode(token, ours.keys, algorithms=ALGORITHMS)
        claims.validate(read.claims)
    except InvalidKeyIdError:
        raise UnknownKeyError from None
    except (JoseError, ValueError):
        raise DomainError("not_identified") from None
    subject = read.claims["sub"]
    meant = read.claims.get("azp", ours.client_id)
    if not (isinstance(subject, str) and subject and nonce and meant == ours.client_id):
        raise DomainError("not_identified")
    says = read.claims.get(ours.enrolment_claim) if ours.enrolment_claim else None
    return Identity(issuer=ours.issuer, subject=subject, may_enrol=says is True or says == "true")
