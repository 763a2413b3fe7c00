"""Whoever signs in with the browser needs a code for a new computer, or their provider's word."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import httpx
import pytest

from nurseapp.desktop.storage.sealing import DeviceKey
from nurseapp.domain.ids import UserId
from nurseapp.server import settings
from nurseapp.server.settings import Settings
from nurseapp.server.store import identities
from nurseapp.server.store.acting import server_transaction
from nurseapp.server.throttle import FREE
from nurseapp.wire.claims import sign_in_claim
from tests.server.conftest import served
from tests.server.organisation import CHEAP, Organisation
from tests.server.test_enrolment import DESK, LAPTOP, at_the_server, trail
from tests.server.test_oidc_keys import NOW, Provider, provider

__all__ = ["provider"]

NO_CODE = "ABCD-EFGH-JKLM"


class Door:
    """Where Amara comes back to from her browser."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def said(
        self, enrolment: str = "", key: DeviceKey = DESK, user: str = "", signing: bool = True
    ) -> str:
        """Try to sign in on the computer of a key; say how that was answered."""
        signature = key.sign_claim(sign_in_claim(user=user, device=key.device))
        made = {"code": "c", "redirect_uri": "http://127.0.0.1/", "verifier": "v", "nonce": "n-1"}
        body = made | {
            "user": user,
            "device": key.device,
            "device_key": base64.b64encode(key.public).decode(),
            "signature": base64.b64encode(signature).decode() if signing else "",
            "enrolment": enrolment,
        }
        answer = self._client.post("/v1/session/browser", json=body)
        return "ok" if answer.is_success else str(answer.json()["code"])


@pytest.fixture
def door(
    organisation: Organisation, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Door]:
    """Link Amara with the provider, and ask for codes."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    organisation.now = NOW
    with server_transaction(organisation.engine) as connection:
        assert identities.link(connection, provider.issuer, "subject-7", UserId("amara"))
    theirs = settings.Provider(
        issuer=provider.issuer, client_id="nurseapp", enrolment_claim="may_enrol"
    )
    made = Settings(hash_cost=CHEAP, provider=theirs)
    with served(organisation.engine, made, organisation.clock) as client:
        yield Door(client)


def test_a_new_computer_takes_a_code_and_is_known_by_its_key_from_then_on(
    door: Door, organisation: Organisation
) -> None:
    assert door.said() == "enrolment_needed"
    assert door.said(NO_CODE) == "wrong_enrolment"
    assert door.said(at_the_server(organisation, "tomas")) == "wrong_enrolment"
    assert door.said(at_the_server(organisation)) == "ok"

    assert door.said(user="amara") == "ok"
    assert door.said(user="amara", signing=False) == "enrolment_needed"
    assert door.said(user="tomas") == "other_person"
    assert door.said(key=LAPTOP) == "enrolment_needed"


def test_whom_the_provider_vouches_for_needs_no_code(
    door: Door, organisation: Organisation, provider: Provider
) -> None:
    provider.says = {"may_enrol": False}
    assert door.said() == "enrolment_needed"
    provider.says = {"may_enrol": True}
    assert door.said() == "ok"

    assert trail(organisation, "enrol") == [("amara", DESK.device, "ok", "provider")]


def test_guessing_codes_is_slowed_down_where_no_password_is_asked_for(
    door: Door, organisation: Organisation
) -> None:
    code = at_the_server(organisation)
    for _ in range(FREE):
        assert door.said() == "enrolment_needed"
        assert door.said(NO_CODE) == "wrong_enrolment"

    assert door.said(code) == "too_many_tries"
    tries = [outcome for _, _, outcome, _ in trail(organisation, "sign-in")]
    assert tries.count("wrong_enrolment") == FREE
    assert tries[-1] == "too_many_tries"
