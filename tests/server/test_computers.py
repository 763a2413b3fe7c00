"""An organisation may say on how many computers each signs in; one that is ended makes room."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from nurseapp.desktop.storage.sealing import DeviceKey
from nurseapp.domain.ids import UserId
from nurseapp.server.people import end_device
from nurseapp.server.settings import Enrolment, Settings
from nurseapp.server.store.acting import server_transaction
from tests.server.conftest import served
from tests.server.organisation import CHEAP, Organisation
from tests.server.test_sign_in import Door

MOST = 2


@pytest.fixture
def door(organisation: Organisation) -> Iterator[Door]:
    """Stand before an organisation that allows each two computers."""
    settings = Settings(enrolment=Enrolment.OPEN, hash_cost=CHEAP, computers=MOST)
    with served(organisation.engine, settings, organisation.clock) as client:
        yield Door(client=client)


def on(number: int) -> DeviceKey:
    """Give the key of a computer."""
    return DeviceKey(f"computer-{number}", bytes([number]) * 32)


def said(answer: httpx.Response) -> str:
    """Say how a try was answered."""
    return "ok" if answer.is_success else str(answer.json()["code"])


def test_one_computer_more_than_allowed_is_refused_until_another_is_ended(
    door: Door, organisation: Organisation
) -> None:
    first = [said(door.knock(key=on(number))) for number in (1, 2, 3)]
    assert first == ["ok", "ok", "too_many_computers"]
    assert door.knock(key=on(3)).status_code == 403
    assert said(door.knock(key=on(1))) == "ok"
    assert said(door.knock("tomas", key=on(3))) == "ok"

    with server_transaction(organisation.engine) as connection:
        end_device(connection, UserId("amara"), on(1).device, organisation.now)

    assert said(door.knock(key=on(3))) == "ok"
    assert said(door.knock(key=on(1))) == "device_ended"
    assert said(door.knock(key=on(4))) == "too_many_computers"


def test_a_computer_without_a_key_is_one_more_too(door: Door) -> None:
    assert door.code() == "ok"
    for number in (1, 2):
        assert said(door.knock(key=on(number))) == "ok"

    assert door.code() == "too_many_computers"


def test_only_who_knows_the_password_learns_that_there_are_too_many(door: Door) -> None:
    for number in (1, 2):
        door.knock(key=on(number))

    assert said(door.knock(password="wrong", key=on(3))) == "wrong_credentials"


def test_many_that_sign_in_at_once_are_no_more_than_allowed(door: Door) -> None:
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda number: said(door.knock(key=on(number))), range(1, 7)))

    assert sorted(answers) == ["ok"] * MOST + ["too_many_computers"] * (6 - MOST)
