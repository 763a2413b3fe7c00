"""The provider's keys are read once, and again when it signs with one that is not among them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.refusal import DomainError
from nurseapp.server import settings
from nurseapp.server.oidc import Identity, Oidc
from nurseapp.wire.messages import BrowserSessionRequest

NOW = datetime(2027, 1, 15, 8, tzinfo=UTC)
REQUEST = BrowserSessionRequest(
    code="a-code", redirect_uri="http://127.0.0.1/", verifier="v", nonce="n-1", device="desk"
)


class Provider(ThreadingHTTPServer):
    """A provider on loopback that can change its keys.

    Attributes:
        signing: what it signs with; ``published`` what it says that it signs with.
        asked: the paths that were asked for.
        is_failing: it answers with an error of its own.
        says: more of what its tokens say.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.signing = self.published = new_key("first")
        self.asked: list[str] = []
        self.is_failing = False
        self.says: dict[str, object] = {}

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def answer(self, path: str) -> object:
        at = int(NOW.timestamp())
        claims = {"iss": self.issuer, "aud": "nurseapp", "sub": "subject-7", "nonce": "n-1"}
        header = {"alg": "ES256", "kid": self.signing.kid}
        said = claims | self.says | {"iat": at, "exp": at + 60}
        token = jwt.encode(header, said, self.signing)
        return {
            "/.well-known/openid-configuration": {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
            },
            "/keys": {"keys": [self.published.as_dict(private=False)]},
            "/token": {"id_token": token},
        }[path]


class Answering(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.give(json.dumps(self.server.answer(self.path)).encode())

    def give(self, body: bytes) -> None:
        self.send_response(500 if self.server.is_failing else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *_: object) -> None:
        pass


def new_key(name: str) -> ECKey:
    return ECKey.generate_key("P-256", {"kid": name})


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider() as made:
        Thread(target=made.serve_forever, daemon=True).start()
        yield made
        made.shutdown()


@pytest.fixture
def oidc(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> Oidc:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return Oidc(settings.Provider(issuer=provider.issuer, client_id="nurseapp"), lambda: NOW)


def test_the_keys_are_read_once_for_everybody(oidc: Oidc, provider: Provider) -> None:
    for _ in range(3):
        assert oidc.identify(REQUEST) == Identity(issuer=provider.issuer, subject="subject-7")

    assert provider.asked.count("/keys") == 1


def test_a_provider_that_changed_its_keys_is_believed_at_once(
    oidc: Oidc, provider: Provider
) -> None:
    oidc.identify(REQUEST)
    provider.signing = provider.published = new_key("second")

    assert oidc.identify(REQUEST).subject == "subject-7"
    assert oidc.identify(REQUEST).subject == "subject-7"
    assert provider.asked.count("/keys") == 2


def test_a_key_that_the_provider_does_not_publish_names_nobody(
    oidc: Oidc, provider: Provider
) -> None:
    oidc.identify(REQUEST)
    provider.signing = new_key("a-strangers")

    with pytest.raises(DomainError, match="not_identified"):
        oidc.identify(REQUEST)
    assert provider.asked.count("/keys") == 2


def test_a_provider_that_fails_while_its_keys_change_is_asked_again_later(
    oidc: Oidc, provider: Provider
) -> None:
    oidc.identify(REQUEST)
    provider.is_failing = True
    with pytest.raises(Circumstance, match="provider_unavailable"):
        oidc.identify(REQUEST)

    provider.is_failing = False
    provider.signing = provider.published = new_key("second")
    assert oidc.identify(REQUEST).subject == "subject-7"
