"""The mark: an older copy, a clock that was set back, and a lease that is over are all noticed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nurseapp.desktop.storage import mark as module
from nurseapp.desktop.storage.cache import Cache
from nurseapp.desktop.storage.circumstances import VaultError
from nurseapp.desktop.storage.keyring_choice import MemoryKeyring
from nurseapp.desktop.storage.mark import Mark, renew_lease
from nurseapp.desktop.storage.witness import Witness, keep_witness, read_witness
from tests.desktop.storage.files import new_folder, opened

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
ITEM = "ana/d0d0/v/witness"


@pytest.fixture
def keyring() -> MemoryKeyring:
    """A keyring that has seen the first sealing."""
    made = MemoryKeyring()
    keep_witness(made, ITEM, Witness(generation=3))
    return made


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    """A vault's folder."""
    return new_folder(template, tmp_path / "vault")


@pytest.fixture
def cache(folder: Path) -> Iterator[Cache]:
    """An open cache."""
    with opened(folder) as made:
        yield made


def code_of(mark: Mark, now: datetime) -> str | None:
    """Say why a vault may not be opened."""
    try:
        mark.check_copy()
        mark.check_time(now)
    except VaultError as error:
        return error.code
    return None


def leased(cache: Cache, until: datetime, server_time: datetime = NOW) -> None:
    """Have a lease, as a manifest brings it."""
    with cache.follow() as connection:
        renew_lease(connection, until, server_time)


def test_a_new_vault_may_be_opened(cache: Cache, keyring: MemoryKeyring) -> None:
    assert code_of(Mark(cache, keyring, ITEM), NOW) is None
    assert code_of(Mark(cache, MemoryKeyring(), ITEM), NOW) is None


def test_counting_on_keeps_both_together_and_the_generation(
    cache: Cache, keyring: MemoryKeyring
) -> None:
    mark = Mark(cache, keyring, ITEM)
    for _ in range(3):
        mark.advance(NOW)
    assert read_witness(keyring, ITEM) == Witness(generation=3, count=3)
    assert code_of(mark, NOW) is None


def test_an_older_copy_is_noticed_and_can_be_gone_on_with(
    folder: Path, tmp_path: Path, keyring: MemoryKeyring
) -> None:
    with opened(folder) as cache:
        Mark(cache, keyring, ITEM).advance(NOW)
    shutil.copytree(folder, tmp_path / "older")
    with opened(folder) as cache:
        Mark(cache, keyring, ITEM).advance(NOW)
    with opened(tmp_path / "older") as cache:
        mark = Mark(cache, keyring, ITEM)
        assert code_of(mark, NOW) == "older_copy"
        mark.accept()
        assert code_of(mark, NOW) is None
        mark.advance(NOW)
    assert read_witness(keyring, ITEM) == Witness(generation=3, count=3)


def test_a_kill_between_the_two_counts_is_no_older_copy(
    cache: Cache, keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_arguments: object) -> None:
        raise KeyboardInterrupt

    mark = Mark(cache, keyring, ITEM)
    mark.advance(NOW)
    monkeypatch.setattr(module, "keep_witness", killed)
    with pytest.raises(KeyboardInterrupt):
        mark.advance(NOW)
    assert code_of(mark, NOW) is None


def test_a_clock_that_was_set_back_is_noticed_and_a_small_step_is_not(
    cache: Cache, keyring: MemoryKeyring
) -> None:
    mark = Mark(cache, keyring, ITEM)
    mark.advance(NOW)
    mark.advance(NOW - timedelta(minutes=4))
    assert code_of(mark, NOW - timedelta(minutes=4)) is None
    assert code_of(mark, NOW - timedelta(minutes=6)) == "clock_back"


def test_the_server_forgives_a_clock_that_ran_ahead(cache: Cache, keyring: MemoryKeyring) -> None:
    mark = Mark(cache, keyring, ITEM)
    mark.advance(NOW + timedelta(days=4000))
    assert code_of(mark, NOW) == "clock_back"
    leased(cache, NOW + timedelta(days=7), server_time=NOW)
    assert code_of(mark, NOW) is None


def test_a_lease_ends(cache: Cache, keyring: MemoryKeyring) -> None:
    mark = Mark(cache, keyring, ITEM)
    leased(cache, NOW + timedelta(days=7))
    assert code_of(mark, NOW + timedelta(days=7)) is None
    assert code_of(mark, NOW + timedelta(days=7, seconds=1)) == "lease_over"
    leased(cache, NOW + timedelta(days=15), server_time=NOW + timedelta(days=8))
    assert code_of(mark, NOW + timedelta(days=8)) is None
