"""An id token is believed only when everything about it is right."""

from __future__ import annotations

import base64
import hmac
from dataclasses import replace
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from nurseapp.domain.refusal import DomainError
from nurseapp.server.oidc import LEEWAY_S, Audience, UnknownKeyError, identity_of

HS256 = b'{"alg":"HS256","kid":"ours"}'
NOW = 1_800_000_000
KEY = ECKey.generate_key("P-256", {"kid": "ours"})
STRANGERS = ECKey.generate_key("P-256", {"kid": "ours"})
OURS = Audience(
    issuer="https://id.example.org",
    client_id="nurseapp",
    keys=KeySet([ECKey.import_key(KEY.as_dict(private=False))]),
    now=NOW,
)
RIGHT: dict[str, Any] = {
    "iss": OURS.issuer,
    "aud": OURS.client_id,
    "sub": "subject-7",
    "iat": NOW - 5,
    "exp": NOW + 300,
    "nonce": "n-1",
}


def token(claims: dict[str, Any], key: Any = KEY, **header: str) -> str:
    """Sign claims."""
    return jwt.encode({"alg": "ES256", "kid": "ours"} | header, claims, key)


def test_a_token_that_is_right_names_its_subject() -> None:
    assert identity_of(token(RIGHT), "n-1", OURS).subject == "subject-7"
    several = RIGHT | {"aud": ["another", "nurseapp"], "azp": "nurseapp"}
    assert identity_of(token(several), "n-1", OURS).subject == "subject-7"


@pytest.mark.parametrize(
    ("says", "may"), [(True, True), ("true", True), (False, False), ("no", False), (1, False)]
)
def test_a_token_says_who_may_set_up_a_computer_by_the_claim_that_is_named(
    says: object, may: bool
) -> None:
    said = token(RIGHT | {"may_enrol": says})
    listening = replace(OURS, enrolment_claim="may_enrol")

    assert identity_of(said, "n-1", listening).may_enrol is may
    assert identity_of(said, "n-1", OURS).may_enrol is False
    assert identity_of(token(RIGHT), "n-1", listening).may_enrol is False


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://id.example.com"},
        {"iss": None},
        {"aud": "another"},
        {"aud": ["another"]},
        {"azp": "another"},
        {"exp": NOW - LEEWAY_S - 1},
        {"exp": None},
        {"iat": NOW + LEEWAY_S + 60},
        {"nonce": "n-2"},
        {"nonce": None},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
    ],
)
def test_a_token_of_which_one_thing_is_wrong_names_nobody(change: dict[str, Any]) -> None:
    claims = {name: value for name, value in (RIGHT | change).items() if value is not None}

    with pytest.raises(DomainError, match="not_identified"):
        identity_of(token(claims), "n-1", OURS)


def test_a_token_that_somebody_else_signed_names_nobody() -> None:
    with pytest.raises(DomainError, match="not_identified"):
        identity_of(token(RIGHT, STRANGERS), "n-1", OURS)


def test_a_token_that_nobody_signed_or_that_the_public_key_signed_names_nobody() -> None:
    signed = token(RIGHT)
    none = "eyJhbGciOiJub25lIn0." + signed.split(".")[1] + "."
    said = ".".join([_text(HS256), signed.split(".")[1]])
    mark = hmac.digest(KEY.as_pem(private=False), said.encode(), "sha256")
    by_public = f"{said}.{_text(mark)}"
    for forged in (none, by_public, signed[:-4] + "AAAA", "", "x", "a.b.c"):
        with pytest.raises(DomainError, match="not_identified"):
            identity_of(forged, "n-1", OURS)


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def test_without_a_nonce_of_our_own_nobody_is_named() -> None:
    with pytest.raises(DomainError, match="not_identified"):
        identity_of(token(RIGHT | {"nonce": ""}), "", OURS)


def test_a_key_that_is_not_known_yet_is_asked_for() -> None:
    newer = RSAKey.generate_key(2048, {"kid": "newer"})

    with pytest.raises(UnknownKeyError):
        identity_of(token(RIGHT, newer, alg="RS256", kid="newer"), "n-1", OURS)
