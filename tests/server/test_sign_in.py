"""Signing in: who fails often waits, nobody keeps another out, and a second factor is asked for."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

import httpx
import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy import select

from nurseapp.desktop.storage.sealing import DeviceKey
from nurseapp.domain.policy import Role
from nurseapp.domain.refusal import DomainError
from nurseapp.server import second_factor, throttle
from nurseapp.server.factor_keys import FactorKeys
from nurseapp.server.second_factor import RECOVERY_CODES, STEP_S, Enrolled
from nurseapp.server.settings import Enrolment, Settings
from nurseapp.server.store import people, schema
from nurseapp.server.store.acting import server_transaction
from nurseapp.server.throttle import FREE, FREE_OF_ADDRESS, LONGEST, SHORTEST
from nurseapp.wire.claims import sign_in_claim
from tests.server.conftest import served
from tests.server.organisation import CHEAP, PASSWORD, Organisation

KEYS = "second-factor.keys"
KEY = DeviceKey("her-desk", bytes(range(32)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Where people try to sign in."""

    client: httpx.Client

    def knock(
        self,
        user: str = "amara",
        password: str = PASSWORD,
        code: str = "",
        key: DeviceKey | None = None,
    ) -> httpx.Response:
        """Try to sign in, with a computer's key where there is one."""
        body = {"user": user, "password": password, "code": code, "device": "a-desk"}
        if key is not None:
            claim = sign_in_claim(user=user, device=key.device)
            body |= {
                "device": key.device,
                "device_key": base64.b64encode(key.public).decode(),
                "signature": base64.b64encode(key.sign_claim(claim)).decode(),
            }
        return self.client.post("/v1/session", json=body)

    def code(self, **tried: str) -> str:
        """Say how a try was answered."""
        answer = self.knock(**tried)  # type: ignore[arg-type]  # no test of words tries a key
        return "ok" if answer.is_success else str(answer.json()["code"])

    def fail(self, times: int, user: str = "amara") -> None:
        """Fail so often."""
        for _ in range(times):
            assert self.code(user=user, password="wrong") == "wrong_credentials"


@pytest.fixture
def door(client: httpx.Client) -> Door:
    """Stand before the organisation's door."""
    return Door(client=client)


@pytest.mark.parametrize("user", ["amara", "nobody-here"])
def test_who_fails_often_waits_longer_each_time_and_at_most_a_quarter_of_an_hour(
    door: Door, organisation: Organisation, user: str
) -> None:
    door.fail(FREE, user)
    waits = []
    for _ in range(7):
        refused = door.knock(user, "wrong")
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many_tries")
        waits.append(int(refused.headers["Retry-After"]))
        organisation.now += timedelta(seconds=waits[-1])
        door.fail(1, user)

    assert waits[0] == SHORTEST.total_seconds()
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST.total_seconds()


def test_while_somebody_waits_the_right_password_is_not_even_tried(
    door: Door, organisation: Organisation
) -> None:
    door.fail(FREE)

    assert door.code() == "too_many_tries"
    organisation.now += SHORTEST
    assert door.code() == "ok"
    door.fail(FREE)


def test_a_stranger_who_fails_on_purpose_keeps_nobody_from_her_own_computer(door: Door) -> None:
    assert door.knock(key=KEY).is_success
    door.fail(FREE)

    assert door.code() == "too_many_tries"
    assert door.knock(key=KEY).is_success
    stranger = DeviceKey(KEY.device, bytes(range(1, 33)))
    assert door.knock(key=stranger).status_code == 429
    assert door.knock("tomas", key=KEY).is_success


def test_a_known_computer_waits_as_well_when_it_fails_by_itself(door: Door) -> None:
    assert door.knock(key=KEY).is_success
    for _ in range(FREE):
        assert door.knock(password="wrong", key=KEY).status_code == 401

    assert door.knock(key=KEY).status_code == 429
    assert door.code() == "ok"


def test_one_address_does_not_try_many_names_for_long(door: Door) -> None:
    for number in range(FREE_OF_ADDRESS):
        assert door.code(user=f"guess-{number}", password="wrong") == "wrong_credentials"

    assert door.code(user="another-guess", password="wrong") == "too_many_tries"


def test_a_hospital_behind_one_address_signs_in_without_end(door: Door) -> None:
    assert {door.code() for _ in range(FREE_OF_ADDRESS + 10)} == {"ok"}


def test_failures_of_yesterday_are_forgotten(door: Door, organisation: Organisation) -> None:
    door.fail(FREE)
    organisation.now += throttle.FORGOTTEN

    door.fail(FREE)
    with server_transaction(organisation.engine) as connection:
        assert len(connection.execute(select(schema.sign_in_failure)).all()) == 2


def test_what_was_typed_for_a_name_is_not_kept(door: Door, organisation: Organisation) -> None:
    door.fail(1, "my-pass-word")

    with server_transaction(organisation.engine) as connection:
        rows = connection.execute(select(schema.sign_in_failure)).all()
    assert "my-pass-word" not in repr(rows)


def test_confirming_a_password_is_no_way_around(amara: httpx.Client) -> None:
    body = {"number": "M-1", "emergency": "other", "reason": "As the story goes on"}
    for _ in range(FREE):
        wrong = amara.post("/v1/emergency", json={**body, "password": "wrong"})
        assert wrong.json()["code"] == "wrong_credentials"

    right = amara.post("/v1/emergency", json={**body, "password": PASSWORD})
    assert (right.status_code, right.json()["code"]) == (429, "too_many_tries")


def enrol(
    organisation: Organisation, keys: FactorKeys, login: str = "amara", seed: int = 5
) -> Enrolled:
    """Give somebody a second factor."""
    random = Random(seed).randbytes  # noqa: S311  # a test must repeat
    with server_transaction(organisation.engine) as connection:
        person = people.find(connection, login)
        assert person is not None
        return second_factor.enrol(connection, person, "St. Brigid", keys, random)


def shown(enrolled: Enrolled, organisation: Organisation, steps: int = 0) -> str:
    """Read the code off somebody's app, whose clock is so many half minutes off."""
    totp = TOTP(base64.b32decode(enrolled.secret), 6, SHA1(), STEP_S)  # noqa: S303  # as apps do
    return totp.generate(int(organisation.now.timestamp()) + steps * STEP_S).decode()


@pytest.fixture
def keys(tmp_path: Path) -> FactorKeys:
    """Name the keys that the server seals with."""
    return FactorKeys(tmp_path / KEYS, Random(7).randbytes)  # noqa: S311  # a test must repeat


@pytest.fixture
def enrolled(organisation: Organisation, keys: FactorKeys) -> Enrolled:
    """Give Amara a second factor."""
    return enrol(organisation, keys)


def test_whoever_has_a_second_factor_is_asked_for_it_once_the_password_is_right(
    door: Door, organisation: Organisation, enrolled: Enrolled
) -> None:
    assert door.code(password="wrong") == "wrong_credentials"
    assert door.code() == "code_needed"
    assert door.code(code=" ") == "code_needed"
    assert door.code(code=shown(enrolled, organisation)) == "ok"
    assert door.code(user="tomas") == "ok"


def test_a_code_signs_in_once_and_so_does_none_before_it(
    door: Door, organisation: Organisation, enrolled: Enrolled
) -> None:
    code, before = shown(enrolled, organisation), shown(enrolled, organisation, -1)

    assert door.code(code=code) == "ok"
    assert door.code(code=code) == "wrong_code"
    assert door.code(code=before) == "wrong_code"
    organisation.now += timedelta(seconds=STEP_S)
    assert door.code(code=shown(enrolled, organisation)) == "ok"


@pytest.mark.parametrize(
    ("steps", "answer"),
    [(-2, "wrong_code"), (-1, "ok"), (0, "ok"), (1, "ok"), (2, "wrong_code")],
)
def test_a_clock_may_be_half_a_minute_off(
    door: Door, organisation: Organisation, enrolled: Enrolled, steps: int, answer: str
) -> None:
    assert door.code(code=shown(enrolled, organisation, steps)) == answer


def test_a_recovery_code_signs_in_once_however_it_is_typed(door: Door, enrolled: Enrolled) -> None:
    first, second, *_ = enrolled.codes
    assert len(set(enrolled.codes)) == RECOVERY_CODES

    assert door.code(code=first) == "ok"
    assert door.code(code=first) == "wrong_code"
    assert door.code(code=f" {second.lower().replace('-', ' ')} ") == "ok"


def test_another_second_factor_takes_the_place_of_the_older(
    door: Door, organisation: Organisation, enrolled: Enrolled, keys: FactorKeys
) -> None:
    newer = enrol(organisation, keys, seed=6)

    assert door.code(code=enrolled.codes[0]) == "wrong_code"
    assert door.code(code=shown(enrolled, organisation)) == "wrong_code"
    assert door.code(code=shown(newer, organisation)) == "ok"


def test_guessing_codes_is_throttled_also_by_who_knows_the_password(
    door: Door, organisation: Organisation, enrolled: Enrolled
) -> None:
    for _ in range(FREE):
        assert door.code(code="ABC") == "wrong_code"
        organisation.now += timedelta(milliseconds=1)

    assert door.code(code=shown(enrolled, organisation)) == "too_many_tries"


def test_being_asked_for_the_code_wipes_no_failure_away(door: Door, enrolled: Enrolled) -> None:
    door.fail(FREE - 1)
    assert door.code() == "code_needed"
    door.fail(1)

    assert door.code() == "too_many_tries"


def test_the_roles_that_must_have_a_second_factor_are_a_setting(
    organisation: Organisation, keys: FactorKeys, tmp_path: Path
) -> None:
    required = frozenset({Role.SUPERVISOR})
    settings = Settings(
        enrolment=Enrolment.OPEN,
        hash_cost=CHEAP,
        factor_roles=required,
        factor_keys=tmp_path / KEYS,
    )
    with served(organisation.engine, settings, organisation.clock) as client:
        door = Door(client=client)
        refused = door.knock("helen")
        assert (refused.status_code, refused.json()["code"]) == (403, "second_factor_missing")
        assert door.code(user="helen", password="wrong") == "wrong_credentials"
        assert door.code() == "ok"
        hers = enrol(organisation, keys, "helen")
        assert door.code(user="helen") == "code_needed"
        assert door.code(user="helen", code=shown(hers, organisation)) == "ok"


def test_the_address_for_an_app_names_the_organisation_and_the_person(enrolled: Enrolled) -> None:
    assert enrolled.address.startswith("otpauth://totp/St.%20Brigid:amara?")
    assert enrolled.secret in enrolled.address
    assert enrolled.secret not in repr(enrolled)


def test_what_an_attempt_came_to_is_in_the_audit_trail(
    door: Door, organisation: Organisation, enrolled: Enrolled
) -> None:
    door.code()
    door.code(code="000")
    door.code(code=shown(enrolled, organisation))

    table = schema.audit.c
    statement = select(table.outcome).where(table.action == "sign-in").order_by(table.id)
    with server_transaction(organisation.engine) as connection:
        assert list(connection.scalars(statement)) == ["code_needed", "wrong_code", "ok"]


def test_a_try_that_is_refused_counts_nothing(organisation: Organisation) -> None:
    one = throttle.by_stranger("amara", "10.0.0.1")
    at = organisation.now
    for _ in range(FREE):
        with server_transaction(organisation.engine) as connection:
            one.begin(connection, at)
    for _ in range(3):
        with (
            pytest.raises(DomainError, match="too_many_tries"),
            server_transaction(organisation.engine) as connection,
        ):
            one.begin(connection, at)

    with server_transaction(organisation.engine) as connection:
        counts = connection.scalars(select(schema.sign_in_failure.c.failed)).all()
    assert sorted(counts) == [FREE, FREE]
