"""The secrets of second factors are sealed: a copy of the database makes no code."""

from __future__ import annotations

import base64
import logging
from pathlib import Path
from random import Random

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, select, update

from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.ids import UserId
from nurseapp.domain.refusal import DomainError
from nurseapp.server import second_factor
from nurseapp.server.factor_keys import FactorKeys
from nurseapp.server.second_factor import Enrolled, seal_anew
from nurseapp.server.store import people, schema
from nurseapp.server.store.acting import server_transaction
from tests.server.organisation import Organisation
from tests.server.test_sign_in import enrol, shown

PLAIN = bytes(range(20))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Name the file of the keys."""
    return tmp_path / "kept" / "keys"


@pytest.fixture
def keys(place: Path) -> FactorKeys:
    """Give the keys in it."""
    return FactorKeys(place, Random(7).randbytes)  # noqa: S311  # a test must repeat


def dump(engine: Engine) -> list[bytes]:
    """Copy every value of the database."""
    with server_transaction(engine) as connection:
        rows = [
            row
            for table in schema.metadata.sorted_tables
            for row in connection.execute(select(table))
        ]
    return [
        value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row
    ]


def secret_in(values: list[bytes], enrolled: Enrolled) -> bool:
    """Tell whether values hold somebody's secret in a form that anybody can read."""
    secret = base64.b32decode(enrolled.secret)
    forms = (secret, base64.b32encode(secret), base64.b64encode(secret), secret.hex().encode())
    return any(form in value for value in values for form in forms)


def becomes(organisation: Organisation, keys: FactorKeys, code: str) -> str:
    """Say what becomes of a code of Amara's."""
    with server_transaction(organisation.engine) as connection:
        person = people.find(connection, "amara")
        assert person is not None
        try:
            second_factor.check(connection, person, keys, frozenset(), code, organisation.now)
        except DomainError as refused:
            return refused.code
    return "ok"


def kept(organisation: Organisation) -> bytes:
    """Read what the database holds as Amara's secret."""
    with server_transaction(organisation.engine) as connection:
        return bytes(connection.execute(select(schema.second_factor.c.secret)).scalar_one())


def put(organisation: Organisation, secret: bytes) -> None:
    """Have the database hold it."""
    with server_transaction(organisation.engine) as connection:
        connection.execute(update(schema.second_factor).values(secret=secret))


def start(organisation: Organisation, keys: FactorKeys) -> None:
    """Do what the server does when it starts."""
    with server_transaction(organisation.engine) as connection:
        seal_anew(connection, keys)


def test_a_copy_of_the_database_gives_no_code_that_works(
    organisation: Organisation, keys: FactorKeys, place: Path, tmp_path: Path
) -> None:
    enrolled = enrol(organisation, keys)

    copied = dump(organisation.engine)
    assert kept(organisation) in copied
    assert not secret_in(copied, enrolled)
    assert not secret_in([base64.urlsafe_b64decode(kept(organisation))], enrolled)
    assert secret_in([*copied, base64.b32decode(enrolled.secret)], enrolled)
    thief = FactorKeys(tmp_path / "thief", Random(8).randbytes)  # noqa: S311  # a test must repeat
    thief.seal(UserId("x"), PLAIN)
    assert thief.open(UserId("amara"), kept(organisation)) is None
    assert place.read_text().strip().encode() not in b"\n".join(copied)
    assert becomes(organisation, keys, shown(enrolled, organisation)) == "ok"


def test_secrets_that_lay_open_are_sealed_when_the_server_starts(
    organisation: Organisation, keys: FactorKeys
) -> None:
    enrolled = enrol(organisation, keys)
    put(organisation, base64.b32decode(enrolled.secret))
    assert secret_in(dump(organisation.engine), enrolled)

    start(organisation, keys)

    assert not secret_in(dump(organisation.engine), enrolled)
    assert becomes(organisation, keys, shown(enrolled, organisation)) == "ok"


def test_a_new_key_takes_over_and_the_older_may_go(
    organisation: Organisation, keys: FactorKeys, place: Path
) -> None:
    enrolled = enrol(organisation, keys)
    older, newer = place.read_text(), Fernet.generate_key().decode()
    place.write_text(f"{newer}\n{older}")
    code, after = shown(enrolled, organisation, -1), shown(enrolled, organisation)
    assert becomes(organisation, keys, code) == "ok"

    start(organisation, keys)
    sealed = kept(organisation)
    start(organisation, keys)
    place.write_text(newer)

    assert kept(organisation) == sealed
    assert becomes(organisation, keys, after) == "ok"


def test_a_secret_opens_for_its_owner_alone(
    organisation: Organisation, keys: FactorKeys, caplog: pytest.LogCaptureFixture
) -> None:
    mine = enrol(organisation, keys, "tomas")
    sealed = kept(organisation)
    with server_transaction(organisation.engine) as connection:
        connection.execute(update(schema.second_factor).values(person="amara"))

    assert keys.open(UserId("tomas"), sealed) == base64.b32decode(mine.secret)
    assert becomes(organisation, keys, shown(mine, organisation)) == "wrong_code"
    assert "second_factor_unopened" in caplog.messages


def test_without_its_key_a_secret_counts_no_code_but_recovery_codes_do(
    organisation: Organisation, keys: FactorKeys, place: Path, caplog: pytest.LogCaptureFixture
) -> None:
    enrolled = enrol(organisation, keys)
    sealed = kept(organisation)
    place.unlink()

    start(organisation, keys)
    assert becomes(organisation, keys, shown(enrolled, organisation)) == "wrong_code"
    assert becomes(organisation, keys, enrolled.codes[0]) == "ok"
    assert kept(organisation) == sealed
    failures = [one.message for one in caplog.records if one.levelno == logging.ERROR]
    assert set(failures) == {"second_factor_unopened"}


def test_a_file_that_is_none_of_keys_is_named(keys: FactorKeys, place: Path) -> None:
    place.mkdir(parents=True)
    with pytest.raises(Circumstance, match="factor_keys"):
        keys.seal(UserId("amara"), PLAIN)
    with pytest.raises(Circumstance, match="factor_keys"):
        keys.open(UserId("amara"), b"")
    beneath = FactorKeys(place.parent.parent / "a-file" / "keys", Random(7).randbytes)  # noqa: S311  # a test must repeat
    (place.parent.parent / "a-file").write_text("", encoding="ascii")
    with pytest.raises(Circumstance, match="factor_keys"):
        beneath.seal(UserId("amara"), PLAIN)
