"""Who came back from their browser has a vault of their own, and nothing else is asked of them."""

from __future__ import annotations

import socket
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from urllib.parse import parse_qs, urlsplit

import pytest

from nurseapp.desktop.services.browsing import Arrived
from nurseapp.desktop.services.people import Enrolment, People
from nurseapp.desktop.storage.keyring_choice import MemoryKeyring
from nurseapp.desktop.storage.vault import Argon2Cost
from nurseapp.desktop.sync.transport import TransportError
from nurseapp.domain.circumstance import Circumstance
from tests.desktop.sync.fake_server import FakeServer
from tests.desktop.sync.fake_transport import FakeTransport

SERVER = "https://central.example"
PASSPHRASE = "seven quiet herons at dawn"
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def server() -> FakeServer:
    """A server with a provider."""
    return FakeServer(by_browser={"anas-code": "ana"})


@pytest.fixture
def people(tmp_path: Path, server: FakeServer) -> People:
    """The people of a computer on which nobody is yet."""
    return People(
        data=tmp_path / "vaults",
        keyring=MemoryKeyring(),
        connect=lambda _server, device: FakeTransport(server, "ana", device=device),
        random=Random(1).randbytes,  # noqa: S311  # a test must repeat
        cost=Argon2Cost(memory_kib=64, passes=1, lanes=1),
        clock=lambda: NOW,
        renew=lambda _unlocked, _account: None,
    )


@pytest.fixture
def arrived(people: People) -> Arrived:
    """Ana, who came back from her browser."""
    browsing = people.browsing(SERVER, "")
    asked = parse_qs(urlsplit(browsing.begin()).query)
    assert browsing.look() is None
    place = urlsplit(asked["redirect_uri"][0])
    line = socket.create_connection((str(place.hostname), place.port or 0))
    said = f"GET {place.path}?code=anas-code&state={asked['state'][0]} HTTP/1.1\r\n\r\n"
    line.sendall(said.encode())
    found = browsing.look()
    with closing(line):
        assert b"You can close this page" in line.recv(4096) + line.recv(4096)
    browsing.stop()
    assert found is not None
    return found


def test_a_vault_is_made_for_whom_the_browser_brought(
    people: People, arrived: Arrived, server: FakeServer
) -> None:
    server.by_browser.clear()  # nothing more is asked of it
    typed = Enrolment(server=SERVER, user="", password="", passphrase=PASSPHRASE, arrived=arrived)
    people.enrol(typed).cache.close()

    [owner] = people.here()
    assert (owner.user, owner.device) == ("ana", arrived.signing.device)
    people.unlock(owner, PASSPHRASE).cache.close()


def test_a_weak_passphrase_is_refused_and_another_may_follow(
    people: People, arrived: Arrived
) -> None:
    typed = Enrolment(server=SERVER, user="", password="", passphrase="ana " * 5, arrived=arrived)
    with pytest.raises(Circumstance, match="passphrase_guessable"):
        people.enrol(typed)
    assert people.here() == ()

    people.enrol(replace(typed, passphrase=PASSPHRASE)).cache.close()
    assert len(people.here()) == 1


def test_nothing_of_the_session_is_shown_by_a_value(arrived: Arrived) -> None:
    assert "token" not in repr(arrived)


@pytest.mark.parametrize(
    ("code", "is_offered"), [("no_provider", False), ("provider_unavailable", True)]
)
def test_the_browser_is_offered_where_there_is_a_provider_even_if_it_fails_now(
    people: People, monkeypatch: pytest.MonkeyPatch, code: str, is_offered: bool
) -> None:
    def provider(_transport: FakeTransport) -> None:
        raise TransportError(code)

    monkeypatch.setattr(FakeTransport, "provider", provider)
    browsing = people.browsing(SERVER, "")
    assert browsing.is_offered() is is_offered
    browsing.stop()
