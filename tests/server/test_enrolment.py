"""Enrolment: whoever sets up another computer has been given a code for it, by somebody else."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import httpx
import pytest
from sqlalchemy import select

from nurseapp.desktop.storage.sealing import DeviceKey
from nurseapp.domain.ids import UserId
from nurseapp.server import second_factor
from nurseapp.server.caller import feed
from nurseapp.server.enrolment import Enrolling
from nurseapp.server.factor_keys import FactorKeys
from nurseapp.server.people import deactivate_person, end_device
from nurseapp.server.settings import Enrolment, Settings
from nurseapp.server.store import people, schema
from nurseapp.server.store.acting import server_transaction
from nurseapp.server.store.database import mark_as_example, transaction
from nurseapp.server.throttle import FREE
from nurseapp.wire.claims import sign_in_claim
from tests.server.conftest import served
from tests.server.organisation import CHEAP, PASSWORD, Organisation

LASTS = timedelta(minutes=15)
SETTINGS = Settings(hash_cost=CHEAP, enrolment_code=LASTS)
DESK, LAPTOP = (DeviceKey(name, name.encode().ljust(32)) for name in ("her-desk", "her-laptop"))


class Door:
    """Where people try to sign in on computers."""

    def __init__(self, client: httpx.Client, organisation: Organisation) -> None:
        self._client = client
        self._organisation = organisation

    def knock(self, enrolment: str = "", key: DeviceKey = DESK, **fields: str) -> httpx.Response:
        """Try to sign in on the computer of a key."""
        user = fields.setdefault("user", "amara")
        claim = sign_in_claim(user=user, device=key.device)
        proof = {
            "device": key.device,
            "device_key": base64.b64encode(key.public).decode(),
            "signature": base64.b64encode(key.sign_claim(claim)).decode(),
        }
        body = {"password": PASSWORD, "enrolment": enrolment, **proof, **fields}
        return self._client.post("/v1/session", json=body)

    def said(self, enrolment: str = "", key: DeviceKey = DESK, **fields: str) -> str:
        """Say how a try was answered."""
        answer = self.knock(enrolment, key, **fields)
        return "ok" if answer.is_success else str(answer.json()["code"])

    def ask(self, giver: str, user: str) -> httpx.Response:
        """Let somebody who works there ask for a code for somebody."""
        given = at_the_server(self._organisation, giver)
        token = self.knock(given, DeviceKey(f"desk-of-{giver}", bytes(32)), user=giver).json()
        headers = {"Authorization": f"Bearer {token['token']}"}
        return self._client.post("/v1/enrolment", json={"user": user}, headers=headers)


@pytest.fixture
def door(organisation: Organisation) -> Iterator[Door]:
    """Stand before an organisation whose computers take codes, as they do without a setting."""
    with served(organisation.engine, SETTINGS, organisation.clock) as client:
        yield Door(client, organisation)


def at_the_server(organisation: Organisation, login: str = "amara", seed: int = 5) -> str:
    """Have the administrator's command give somebody a code."""
    random = Random(f"{login}-{seed}").randbytes  # noqa: S311  # a test must repeat
    enrolling = Enrolling(asked=None, lasts=LASTS, random=random)
    with server_transaction(organisation.engine) as connection:
        given = enrolling.give(connection, feed("administration"), login, organisation.now)
    assert given is not None
    return given.code


def trail(organisation: Organisation, action: str) -> list[tuple[str, ...]]:
    """Read who did it where, what came of it, and of what, from the audit trail."""
    table = schema.audit.c
    statement = (
        select(table.actor, table.device, table.outcome, table.detail)
        .where(table.action == action)
        .order_by(table.id)
    )
    with server_transaction(organisation.engine) as connection:
        return [tuple(row) for row in connection.execute(statement)]


def test_a_computer_that_is_new_to_her_takes_a_code_once_and_then_never_again(
    door: Door, organisation: Organisation
) -> None:
    refused = door.knock()
    assert (refused.status_code, refused.json()["code"]) == (403, "enrolment_needed")
    code = at_the_server(organisation)

    assert door.said(code) == "ok"
    assert door.said() == "ok"
    assert door.said(key=LAPTOP) == "enrolment_needed"


def test_a_code_is_typed_in_small_letters_and_with_spaces_as_well(
    door: Door, organisation: Organisation
) -> None:
    code = at_the_server(organisation)
    assert [len(group) for group in code.split("-")] == [4, 4, 4]

    assert door.said(f" {code.lower().replace('-', ' ')} ") == "ok"


def test_a_code_that_is_wrong_over_used_or_anothers_is_refused_alike(
    door: Door, organisation: Organisation
) -> None:
    answers = [door.knock("ABCD-EFGH-JKLM"), door.knock(at_the_server(organisation, "tomas"))]
    used = at_the_server(organisation)
    assert door.said(used) == "ok"
    answers.append(door.knock(used, LAPTOP))
    over = at_the_server(organisation, seed=6)
    organisation.now += LASTS
    answers.append(door.knock(over, LAPTOP))
    older = at_the_server(organisation, seed=7)
    newer = at_the_server(organisation, seed=8)
    answers.append(door.knock(older, LAPTOP))

    assert {answer.status_code for answer in answers} == {403}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0].json()["code"] == "wrong_enrolment"
    assert door.said(newer, LAPTOP) == "ok"


def test_a_code_is_good_to_the_last_moment(door: Door, organisation: Organisation) -> None:
    code = at_the_server(organisation)
    organisation.now += LASTS - timedelta(seconds=1)

    assert door.said(code) == "ok"


def test_only_who_knows_the_password_learns_that_a_computer_is_new(
    door: Door, organisation: Organisation
) -> None:
    code = at_the_server(organisation)

    assert door.said(password="wrong") == "wrong_credentials"
    assert door.said(code, password="wrong") == "wrong_credentials"
    assert door.said(user="nobody-here") == "wrong_credentials"
    assert door.said(code) == "ok"


def test_nobody_passes_for_a_known_computer_without_its_key(
    door: Door, organisation: Organisation
) -> None:
    assert door.said(at_the_server(organisation)) == "ok"
    copied = base64.b64encode(DESK.public).decode()
    stranger = DeviceKey(DESK.device, bytes(32))

    assert door.said(key=stranger) == "enrolment_needed"
    assert door.said(key=stranger, device_key=copied) == "enrolment_needed"
    assert door.said(device_key="", signature="") == "enrolment_needed"
    assert door.said(user="tomas") == "enrolment_needed"


def test_guessing_codes_is_slowed_down_and_asking_for_none_is_not(
    door: Door, organisation: Organisation
) -> None:
    code = at_the_server(organisation)
    for _ in range(FREE + 1):
        assert door.said() == "enrolment_needed"
    for _ in range(FREE):
        assert door.said("ABCD-EFGH-JKLM") == "wrong_enrolment"

    assert door.said(code) == "too_many_tries"


def test_of_many_that_use_one_code_at_once_one_computer_is_let_in(
    door: Door, organisation: Organisation
) -> None:
    code = at_the_server(organisation)
    computers = [DeviceKey(f"desk-{n}", bytes([n]) * 32) for n in range(6)]

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda key: door.said(code, key), computers))

    assert sorted(answers) == ["ok"] + ["wrong_enrolment"] * 5


def test_a_sign_in_that_is_refused_for_something_else_uses_no_code_up(
    organisation: Organisation, tmp_path: Path
) -> None:
    keys = FactorKeys(tmp_path / "keys", Random(7).randbytes)  # noqa: S311  # a test must repeat
    with server_transaction(organisation.engine) as connection:
        person = people.find(connection, "amara")
        assert person is not None
        random = Random(5).randbytes  # noqa: S311  # a test must repeat
        factor = second_factor.enrol(connection, person, "St. Brigid", keys, random)
    settings = replace(SETTINGS, factor_keys=tmp_path / "keys", computers=1)
    with served(organisation.engine, settings, organisation.clock) as client:
        door = Door(client, organisation)
        first, second, third, *_ = factor.codes
        assert door.said(code=first) == "enrolment_needed"
        given = at_the_server(organisation)
        assert door.said("ABCD-EFGH-JKLM", code=first) == "wrong_enrolment"
        assert door.said(given) == "code_needed"
        assert door.said(given, code="000") == "wrong_code"
        assert door.said(given, code=first) == "ok"
        given = at_the_server(organisation, seed=6)
        assert door.said(given, LAPTOP, code=second) == "too_many_computers"
        with server_transaction(organisation.engine) as connection:
            end_device(connection, UserId("amara"), DESK.device, organisation.now)
        assert door.said(given, LAPTOP, code=third) == "ok"


def test_no_code_brings_a_computer_back_that_was_ended(
    door: Door, organisation: Organisation
) -> None:
    assert door.said(at_the_server(organisation)) == "ok"
    with server_transaction(organisation.engine) as connection:
        end_device(connection, UserId("amara"), DESK.device, organisation.now)

    stranger = DeviceKey(DESK.device, bytes(32))
    assert door.said(at_the_server(organisation, seed=6), stranger) == "device_ended"


def test_a_supervisor_gives_codes_to_the_team_and_an_administrator_to_everybody(
    door: Door,
) -> None:
    given = door.ask("helen", "amara")
    body = given.json()
    assert (body["user"], body["name"]) == ("amara", "Amara")
    assert given.headers["Cache-Control"] == "no-store"
    assert door.said(body["code"]) == "ok"
    assert door.said(door.ask("adam", "joseph").json()["code"], user="joseph") == "ok"
    assert door.said(door.ask("adam", "helen").json()["code"], LAPTOP, user="helen") == "ok"


@pytest.mark.parametrize(
    ("giver", "user"),
    [
        ("helen", "joseph"),
        ("helen", "adam"),
        ("helen", "helen"),
        ("adam", "adam"),
        ("helen", "nobody-here"),
        ("helen", "No Login"),
        ("amara", "tomas"),
        ("amara", "amara"),
    ],
)
def test_who_may_give_nobody_that_code_learns_nothing(
    door: Door, organisation: Organisation, giver: str, user: str
) -> None:
    refused = door.ask(giver, user)

    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
    if user != giver:
        with server_transaction(organisation.engine) as connection:
            assert connection.execute(select(schema.enrolment_code)).all() == []


def test_somebody_who_may_sign_in_no_more_is_given_no_code(
    door: Door, organisation: Organisation
) -> None:
    with server_transaction(organisation.engine) as connection:
        deactivate_person(connection, UserId("tomas"), organisation.now)

    assert door.ask("helen", "tomas").status_code == 404


def test_giving_and_using_a_code_is_in_the_audit_trail_and_the_code_is_nowhere(
    door: Door, organisation: Organisation
) -> None:
    code = door.ask("helen", "amara").json()["code"]
    door.ask("helen", "joseph")
    door.ask("helen", "my-pass-word")
    door.knock("ABCD-EFGH-JKLM")
    door.knock(code)

    assert [row for row in trail(organisation, "enrolment-code") if row[0] == "helen"] == [
        ("helen", "desk-of-helen", "ok", "amara"),
        ("helen", "desk-of-helen", "not_found", "joseph"),
        ("helen", "desk-of-helen", "not_found", None),
    ]
    assert trail(organisation, "enrol")[-1] == ("amara", "her-desk", "ok", "code")
    tries = [row[2] for row in trail(organisation, "sign-in") if row[0] == "amara"]
    assert tries == ["wrong_enrolment", "ok"]
    with server_transaction(organisation.engine) as connection:
        for table in (schema.audit, schema.enrolment_code):
            assert code not in repr(connection.execute(select(table)).all())


def test_a_code_in_the_database_is_seen_by_nobody_but_its_person(
    organisation: Organisation,
) -> None:
    at_the_server(organisation)
    seen = {}
    for login in ("amara", "tomas", "helen"):
        with organisation.reading(login) as connection:
            seen[login] = len(connection.execute(select(schema.enrolment_code)).all())
    with transaction(organisation.engine) as connection:
        assert connection.execute(select(schema.enrolment_code)).all() == []

    assert seen == {"amara": 1, "tomas": 0, "helen": 0}


@pytest.mark.parametrize(
    ("enrolment", "is_example", "said"),
    [
        (None, False, "enrolment_needed"),
        (None, True, "ok"),
        (Enrolment.CODE, True, "enrolment_needed"),
        (Enrolment.OPEN, False, "ok"),
    ],
)
def test_the_example_organisation_asks_for_no_code_unless_it_is_told_to(
    organisation: Organisation, enrolment: Enrolment | None, is_example: bool, said: str
) -> None:
    if is_example:
        with server_transaction(organisation.engine) as connection:
            mark_as_example(connection, "An Example")
    settings = replace(SETTINGS, enrolment=enrolment)
    with served(organisation.engine, settings, organisation.clock) as client:
        assert Door(client, organisation).said() == said
