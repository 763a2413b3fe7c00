"""Who may come in when the lease is over, the clock was set back, or the store is an older copy."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from nurseapp.desktop.services.people import Account, Enrolment, People, Unlocked
from nurseapp.desktop.storage.keyring_choice import MemoryKeyring
from nurseapp.desktop.storage.mark import renew_lease
from nurseapp.desktop.storage.vault import Argon2Cost
from nurseapp.domain.circumstance import Circumstance
from tests.desktop.sync.fake_server import FakeServer
from tests.desktop.sync.fake_transport import PASSWORD, FakeTransport

SERVER = "https://central.example"
PASSPHRASE = "seven quiet herons at dawn"
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
WEEK = timedelta(days=7)


class Day:
    """The time, and what the server says when it is asked for a new lease.

    Attributes:
        passwords: with which it was asked.
        error: with which asking ends; None where a lease is given.
    """

    def __init__(self) -> None:
        self.now = NOW
        self.passwords: list[str] = []
        self.error: Circumstance | None = Circumstance("offline")

    def __call__(self) -> datetime:
        return self.now

    def renew(self, unlocked: Unlocked, account: Account) -> None:
        """Ask for a new lease."""
        self.passwords.append(account.password)
        if self.error is not None:
            raise self.error
        with unlocked.cache.follow() as connection:
            renew_lease(connection, self.now + WEEK, self.now)


@pytest.fixture
def day() -> Day:
    """A day at work."""
    return Day()


@pytest.fixture
def people(tmp_path: Path, day: Day) -> People:
    """The people of a computer on which Ana signed in and synced."""
    server = FakeServer()
    made = People(
        data=tmp_path / "vaults",
        keyring=MemoryKeyring(),
        connect=lambda _server, device: FakeTransport(server, "ana", device=device),
        random=Random(1).randbytes,  # noqa: S311  # a test must repeat
        cost=Argon2Cost(memory_kib=64, passes=1, lanes=1),
        clock=day,
        renew=day.renew,
    )
    enrolment = Enrolment(server=SERVER, user="ana", password=PASSWORD, passphrase=PASSPHRASE)
    with closing(made.enrol(enrolment).cache) as cache, cache.follow() as connection:
        renew_lease(connection, NOW + WEEK, NOW)
    return made


def unlock(people: People, password: str = "", *, accepts_older: bool = False) -> Unlocked:
    """Unlock, and lock again."""
    [owner] = people.here()
    unlocked = people.unlock(
        owner, PASSPHRASE, Account(password=password), accepts_older=accepts_older
    )
    unlocked.cache.close()
    return unlocked


def refused(call: Callable[[], object]) -> str:
    """Say why somebody was not let in."""
    with pytest.raises(Circumstance) as caught:
        call()
    return caught.value.code


def test_within_the_lease_nobody_is_asked(people: People, day: Day) -> None:
    day.now += WEEK
    assert unlock(people).owner.user == "ana"
    assert day.passwords == []


def test_after_it_nobody_comes_in_without_the_server(people: People, day: Day) -> None:
    day.now += WEEK + timedelta(minutes=1)
    assert refused(lambda: unlock(people)) == "lease_over"
    assert day.passwords == [""]


def test_a_server_that_answers_lets_in_for_another_week(people: People, day: Day) -> None:
    day.now += timedelta(days=30)
    day.error = None
    unlock(people, PASSWORD)
    day.now += WEEK
    day.error = Circumstance("offline")
    unlock(people)
    assert day.passwords == [PASSWORD]


def test_a_wrong_password_is_told_as_such(people: People, day: Day) -> None:
    day.now += timedelta(days=30)
    day.error = Circumstance("wrong_credentials")
    assert refused(lambda: unlock(people, "wrong")) == "wrong_credentials"


def test_a_clock_that_was_set_back_asks_the_server(people: People, day: Day) -> None:
    day.now -= timedelta(hours=1)
    assert refused(lambda: unlock(people)) == "clock_back"


def test_an_older_copy_is_told_once_and_then_gone_on_with(
    people: People, day: Day, tmp_path: Path
) -> None:
    [folder] = (tmp_path / "vaults").iterdir()
    shutil.copytree(folder, tmp_path / "older")
    [owner] = people.here()
    with closing(people.unlock(owner, PASSPHRASE).cache):
        pass
    unlocked = people.unlock(owner, PASSPHRASE)
    unlocked.mark.advance(NOW)
    unlocked.cache.close()
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "older", folder)

    assert refused(lambda: unlock(people)) == "older_copy"
    unlock(people, accepts_older=True)
    unlock(people)


def test_a_key_that_was_in_use_for_a_year_is_changed_at_the_next_unlocking(
    people: People, day: Day, tmp_path: Path
) -> None:
    [owner] = people.here()
    unlocked = people.unlock(owner, PASSPHRASE)
    unlocked.mark.advance(day.now)
    unlocked.cache.close()
    day.error = None
    [folder] = (tmp_path / "vaults").iterdir()
    day.now += timedelta(days=365)
    unlock(people)
    assert (folder / "cache.db").exists()
    day.now += timedelta(minutes=1)
    unlock(people)
    assert not (folder / "cache.db").exists()
    assert (folder / "cache.k2.db").exists()
    unlock(people)
    assert (folder / "cache.k2.db").exists()


def test_another_passphrase_opens_from_then_on(people: People) -> None:
    [owner] = people.here()
    then = "eight loud herons at dusk"
    assert refused(lambda: people.change_passphrase(owner, then, then)) == "wrong_passphrase"
    weak = "ana ana ana ana ana"
    assert refused(lambda: people.change_passphrase(owner, PASSPHRASE, weak)) == (
        "passphrase_guessable"
    )
    people.change_passphrase(owner, PASSPHRASE, then)
    assert refused(lambda: unlock(people)) == "wrong_passphrase"
    people.unlock(owner, then).cache.close()
