"""A tenth of ``python -m tests.access``: every route, and a sample of people, pairs and writers."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from nurseapp.server.embedded import Urls
from nurseapp.server.settings import Enrolment, Settings
from nurseapp.server.store.database import migrate, open_database
from tests.access.cast import employ_all
from tests.access.matrix import ROWS, operations, try_all
from tests.access.pairs import Crowd
from tests.access.writers import write_and_seal
from tests.server.conftest import served
from tests.server.organisation import CHEAP, UNPACED, Organisation

SETTINGS = Settings(
    organisation="St. Brigid", enrolment=Enrolment.OPEN, hash_cost=CHEAP, limits=UNPACED
)


@pytest.fixture
def database(database_urls: Urls) -> Urls:
    """Give a migrated database of the test's own."""
    migrate(database_urls.owner)
    return database_urls


@pytest.fixture
def engine(database: Urls) -> Iterator[Engine]:
    """Open it as the application does."""
    engine = open_database(database.app)
    yield engine
    engine.dispose()


@pytest.mark.usefixtures("caplog")
def test_every_route_gives_each_what_the_table_says(engine: Engine) -> None:
    organisation = Organisation(engine)
    people = employ_all(organisation)
    sample = random.Random(4).sample(people, len(people) // 10)  # noqa: S311  # a test repeats
    with served(engine, SETTINGS, organisation.clock) as client:
        assert set(operations(client)) == set(ROWS)
        tried = list(try_all(client, sample))

    assert [one for one in tried if one.found != one.expected] == []
    assert len(tried) > 200


def test_policy_stored_access_and_row_security_say_the_same(engine: Engine) -> None:
    answers = list(Crowd(Organisation(engine), seed=2).ask(1000))

    assert [one for one in answers if not one.agree] == []
    assert {one.policy for one in answers} == {None, "read", "write", "glass"}


def test_many_writers_and_several_sealers_make_one_chain(database: Urls) -> None:
    sealed = write_and_seal(database.app, writers=16, seconds=3)

    assert sealed.faults == ()
    assert sealed.links == sealed.rows > 16
