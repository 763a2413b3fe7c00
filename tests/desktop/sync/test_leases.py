"""A lease counts when the server signed it for this person on this computer, and never else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from nurseapp.desktop.storage.circumstances import VaultError
from nurseapp.desktop.storage.keyring_choice import MemoryKeyring
from nurseapp.desktop.storage.mark import Mark
from tests.builders import ANA
from tests.desktop.storage.acts import server_with
from tests.desktop.sync.conftest import NewDesk
from tests.desktop.sync.fake_server import SERVER_TIME, FakeServer

LATER = SERVER_TIME + timedelta(days=8)


def is_over_later(new_desk: NewDesk, server: FakeServer) -> bool:
    """Sync once, and tell whether the vault may no longer be opened unasked a week later."""
    desk = new_desk(server)
    desk.store.pin(server.key.public_key().public_bytes_raw(), ANA)
    desk.sync()
    try:
        Mark(desk.cache, MemoryKeyring(), "item").check_time(LATER)
    except VaultError as error:
        assert error.code == "lease_over"  # noqa: PT017  # the other outcome is as good
        return True
    return False


@pytest.mark.parametrize("days", [7, 9])
def test_a_signed_lease_lasts_as_long_as_it_says(new_desk: NewDesk, days: int) -> None:
    server = server_with()
    server.leased_until = SERVER_TIME + timedelta(days=days)
    assert is_over_later(new_desk, server) is (days == 7)


def test_a_lease_that_another_computer_was_given_is_none(
    new_desk: NewDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = server_with()
    server.leased_until = SERVER_TIME
    theirs = server.lease(ANA, "another computer")
    monkeypatch.setattr(FakeServer, "lease", lambda _server, _user, _device: theirs)
    assert not is_over_later(new_desk, server)


def test_a_lease_under_another_key_is_none(
    new_desk: NewDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = server_with()
    key, server.key = server.key, Ed25519PrivateKey.from_private_bytes(bytes(31) + b"x")
    server.leased_until = SERVER_TIME
    forged = server.lease(ANA, "device-1")
    server.key = key
    monkeypatch.setattr(FakeServer, "lease", lambda _server, _user, _device: forged)
    assert not is_over_later(new_desk, server)
