"""Sessions: short tokens, renewed by the computer that signed in, ended when they must be."""

from __future__ import annotations

import base64
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select

from nurseapp.desktop.storage.sealing import DeviceKey
from nurseapp.domain.ids import UserId
from nurseapp.domain.refusal import DomainError
from nurseapp.server.people import deactivate_person, end_device
from nurseapp.server.store import schema
from nurseapp.server.store.acting import server_transaction
from nurseapp.wire.claims import refresh_claim
from tests.server.organisation import PASSWORD, Organisation

KEY = DeviceKey("desk", bytes(range(32)))
OTHER = DeviceKey("desk", bytes(range(1, 33)))
AMARA = UserId("amara")
MINUTE = timedelta(minutes=1)


class Computer:
    """A computer of Amara's, and the session that it has."""

    def __init__(self, client: httpx.Client, key: DeviceKey = KEY) -> None:
        self.client, self.key = client, key
        answer = self.sign_in()
        assert answer.status_code == 200
        self.token, self.refresh = answer.json()["token"], answer.json()["refresh"]

    def sign_in(self) -> httpx.Response:
        """Sign in with the password and the key."""
        key = base64.b64encode(self.key.public).decode()
        body = {"user": AMARA, "password": PASSWORD, "device": self.key.device, "device_key": key}
        return self.client.post("/v1/session", json=body)

    def renew(self, refresh: str | None = None, key: DeviceKey | None = None) -> httpx.Response:
        """Ask for the next token, and leave it at that."""
        refresh = self.refresh if refresh is None else refresh
        key = key or self.key
        signature = key.sign_claim(refresh_claim(device=key.device, refresh=refresh))
        body = {"refresh": refresh, "signature": base64.b64encode(signature).decode()}
        return self.client.post("/v1/session/refresh", json=body)

    def take(self, answer: httpx.Response) -> None:
        """Go on with what was answered."""
        assert answer.status_code == 200
        self.token, self.refresh = answer.json()["token"], answer.json()["refresh"]

    def status(self, token: str | None = None) -> int:
        """Ask for the manifest; say with what status that was answered."""
        headers = {"Authorization": f"Bearer {self.token if token is None else token}"}
        return self.client.get("/v1/sync/manifest", headers=headers).status_code


@pytest.fixture
def computer(client: httpx.Client) -> Computer:
    """A computer that has just signed in."""
    return Computer(client)


def outcomes(organisation: Organisation, action: str) -> list[str]:
    """Read what the audit trail says of an action."""
    table = schema.audit.c
    statement = select(table.outcome).where(table.action == action).order_by(table.id)
    with server_transaction(organisation.engine) as connection:
        return list(connection.scalars(statement))


def test_a_token_is_good_for_ten_minutes_and_renewed_for_thirty_days(
    computer: Computer, organisation: Organisation
) -> None:
    organisation.now += 9 * MINUTE
    assert computer.status() == 200
    organisation.now += MINUTE
    assert computer.status() == 401

    for _ in range(29):
        organisation.now += timedelta(days=1)
        computer.take(computer.renew())
        assert computer.status() == 200

    organisation.now += timedelta(days=1)
    assert computer.renew().json()["code"] == "not_signed_in"


def test_a_renewed_session_leaves_its_older_token_good_for_nothing(computer: Computer) -> None:
    older = computer.token
    computer.take(computer.renew())

    assert (computer.status(older), computer.status()) == (401, 200)


def test_a_lost_answer_is_given_again_word_for_word(
    computer: Computer, organisation: Organisation
) -> None:
    lost = computer.renew()
    organisation.now += 3 * MINUTE
    again = computer.renew()

    assert again.content == lost.content
    computer.take(again)
    assert computer.status() == 200
    computer.take(computer.renew())
    assert computer.status() == 200


def test_an_answer_that_was_lost_long_ago_is_no_reason_to_sign_in(
    computer: Computer, organisation: Organisation
) -> None:
    computer.renew()
    organisation.now += timedelta(days=6)

    computer.take(computer.renew())
    assert computer.status() == 401
    computer.take(computer.renew())
    assert computer.status() == 200


def test_many_who_ask_at_once_get_one_answer(computer: Computer) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _n: computer.renew(), range(8)))

    assert len({answer.content for answer in answers}) == 1
    computer.take(answers[0])
    assert computer.status() == 200


@pytest.mark.parametrize("was_used", [False, True])
def test_a_token_that_another_key_signed_ends_the_session(
    computer: Computer, organisation: Organisation, was_used: bool
) -> None:
    stolen = computer.refresh
    if was_used:
        computer.take(computer.renew())

    assert computer.renew(stolen, OTHER).json()["code"] == "not_signed_in"

    assert (computer.status(), computer.renew().status_code) == (401, 401)
    assert outcomes(organisation, "refresh") == ["other_key"]


def test_a_token_that_was_spent_before_the_last_ends_the_session(
    computer: Computer, organisation: Organisation
) -> None:
    oldest = computer.refresh
    computer.take(computer.renew())
    computer.take(computer.renew())

    assert computer.renew(oldest).status_code == 401

    assert (computer.status(), computer.renew().status_code) == (401, 401)
    assert outcomes(organisation, "refresh") == ["spent_before"]


@pytest.mark.parametrize("made_up", ["", ".", "nobody's.token", "no\0body.token", "x" * 5000])
def test_what_names_no_session_ends_none(computer: Computer, made_up: str) -> None:
    assert computer.renew(made_up).json()["code"] == "not_signed_in"

    assert computer.status() == 200
    computer.take(computer.renew())


def test_a_computer_without_a_key_renews_nothing(client: httpx.Client) -> None:
    body = {"user": AMARA, "password": PASSWORD, "device": "desk"}

    assert client.post("/v1/session", json=body).json()["refresh"] == ""


def test_signing_out_ends_the_session_with_all_its_tokens(computer: Computer) -> None:
    headers = {"Authorization": f"Bearer {computer.token}"}
    assert computer.client.delete("/v1/session", headers=headers).status_code == 204

    assert (computer.status(), computer.renew().status_code) == (401, 401)


def test_the_tokens_of_a_session_are_not_in_the_database(
    computer: Computer, organisation: Organisation
) -> None:
    computer.take(computer.renew())

    with server_transaction(organisation.engine) as connection:
        [row] = connection.execute(select(schema.session)).all()
    kept = repr([bytes(v) if isinstance(v, memoryview) else v for v in row]).encode()
    family, secret = computer.refresh.split(".")
    assert row.family == family
    assert secret.encode() not in kept
    assert computer.token.encode() not in kept


def end_desk(organisation: Organisation) -> None:
    """End the computer, as an administrator does."""
    with server_transaction(organisation.engine) as connection:
        end_device(connection, AMARA, "desk", organisation.clock())


def test_a_computer_that_was_ended_is_cut_off_within_a_minute_and_stays_so(
    computer: Computer, organisation: Organisation
) -> None:
    elsewhere = Computer(computer.client, DeviceKey("another-desk", bytes(range(2, 34))))
    end_desk(organisation)
    organisation.now += MINUTE

    assert (computer.status(), computer.renew().status_code) == (401, 401)
    refused = computer.sign_in()
    assert (refused.status_code, refused.json()["code"]) == (403, "device_ended")
    assert elsewhere.status() == 200
    elsewhere.take(elsewhere.renew())
    assert outcomes(organisation, "end-device") == ["ok"]
    assert outcomes(organisation, "sign-in")[-1] == "device_ended"


def test_only_who_knows_the_password_learns_that_a_computer_was_ended(
    computer: Computer, organisation: Organisation
) -> None:
    end_desk(organisation)

    body = {"user": AMARA, "password": "not the password", "device": "desk"}
    assert computer.client.post("/v1/session", json=body).json()["code"] == "wrong_credentials"


def test_a_computer_that_nobody_knows_is_not_ended(organisation: Organisation) -> None:
    with pytest.raises(DomainError, match="no_device"):
        end_desk(organisation)


def test_whoever_is_deactivated_is_nobody_within_a_minute_on_any_computer(
    computer: Computer, organisation: Organisation
) -> None:
    organisation.open_case("amara")
    with server_transaction(organisation.engine) as connection:
        deactivate_person(connection, AMARA, organisation.clock())
    organisation.now += MINUTE

    headers = {"Authorization": f"Bearer {computer.token}"}
    found = computer.client.get("/v1/sync/manifest", headers=headers).json()
    assert found["streams"] == []
    assert [one["kind"] for one in found["commands"]] == ["wipe"]
    assert computer.sign_in().json()["code"] == "wrong_credentials"


@pytest.mark.parametrize("has_renewed", [lambda c: None, lambda c: c.take(c.renew())])
def test_the_computer_of_somebody_who_left_renews_into_nothing(
    computer: Computer, organisation: Organisation, has_renewed: Callable[[Computer], None]
) -> None:
    organisation.open_case("amara")
    with server_transaction(organisation.engine) as connection:
        deactivate_person(connection, AMARA, organisation.clock())
    has_renewed(computer)

    headers = {"Authorization": f"Bearer {computer.token}"}
    assert computer.client.get("/v1/sync/manifest", headers=headers).json()["streams"] == []
