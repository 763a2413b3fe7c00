"""The key of half-typed text: always the same for one person and salt, and nobody else's."""

from __future__ import annotations

import base64

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from nurseapp.domain.ids import UserId
from nurseapp.server.half_typed import derive_key
from nurseapp.server.store import schema
from nurseapp.server.store.acting import server_transaction
from nurseapp.wire.half_typed import SALT_BYTES
from tests.server.conftest import sign_in
from tests.server.organisation import Organisation

PATH = "/v1/session/half-typed"
SALT = bytes(range(SALT_BYTES))
_secrets = st.binary(min_size=32, max_size=32)
_people = st.from_regex(r"[a-z][a-z0-9._-]{0,20}", fullmatch=True).map(UserId)
_keys = st.tuples(_secrets, _people, _secrets)


def asked(client: httpx.Client, login: str, salt: bytes = SALT) -> httpx.Response:
    """Ask as somebody."""
    headers = {"Authorization": f"Bearer {sign_in(client, login)}"}
    return client.post(PATH, json={"salt": base64.b64encode(salt).decode()}, headers=headers)


def key_for(client: httpx.Client, login: str, salt: bytes = SALT) -> bytes:
    """Give somebody's key."""
    return base64.b64decode(asked(client, login, salt).json()["key"])


def test_a_person_gets_the_same_key_for_a_salt_in_every_session(client: httpx.Client) -> None:
    key = key_for(client, "amara")
    assert len(key) == 32
    assert key_for(client, "amara") == key


def test_another_person_or_another_salt_has_another_key(client: httpx.Client) -> None:
    keys = {
        key_for(client, login, salt)
        for login in ("amara", "tomas", "helen", "adam")
        for salt in (SALT, bytes(SALT_BYTES))
    }
    assert len(keys) == 8


@given(one=_keys, other=_keys)
def test_no_two_that_differ_in_anything_share_a_key(
    one: tuple[bytes, UserId, bytes], other: tuple[bytes, UserId, bytes]
) -> None:
    assert (derive_key(*one) == derive_key(*other)) is (one == other)


@given(secret=_secrets, salt=_secrets, people=st.lists(_people, min_size=2, unique=True))
def test_nobody_elses_name_gives_the_key(secret: bytes, salt: bytes, people: list[UserId]) -> None:
    assert len({derive_key(secret, person, salt) for person in people}) == len(people)


def test_nobody_gets_one_without_a_session(client: httpx.Client) -> None:
    answer = client.post(PATH, json={"salt": base64.b64encode(SALT).decode()})
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


@pytest.mark.parametrize("salt", [b"", SALT[:-1], SALT * 2])
def test_what_is_no_salt_is_refused(client: httpx.Client, salt: bytes) -> None:
    answer = asked(client, "amara", salt)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


def test_that_somebody_asked_is_in_the_trail_and_the_key_is_not(
    client: httpx.Client, organisation: Organisation
) -> None:
    key = key_for(client, "amara")
    with server_transaction(organisation.engine) as connection:
        rows = connection.execute(
            select(schema.audit).where(schema.audit.c.action == "half-typed-key")
        ).all()
    assert [(row.actor, row.device, row.outcome) for row in rows] == [
        ("amara", "desk-of-amara", "ok")
    ]
    assert base64.b64encode(key).decode() not in str(rows)
    assert key.hex() not in str(rows)
