"""A nurse signs in with her organisation's account: a real provider, a real browser, our server."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_bytes
from time import sleep

import pytest

from nurseapp.desktop.storage.sealing import DeviceKey
from nurseapp.desktop.sync.browser_sign_in import BrowserSignIn
from nurseapp.desktop.sync.http_transport import HttpTransport
from nurseapp.desktop.sync.signing_in import SignedIn
from nurseapp.desktop.sync.transport import TransportError
from nurseapp.domain.ids import UserId
from nurseapp.server.clock import utc_now
from nurseapp.server.settings import Enrolment, Provider, Settings
from nurseapp.server.store import identities
from nurseapp.server.store.acting import server_transaction
from tests.server.conftest import engine, migrated, organisation, served, staffed, urls
from tests.server.organisation import CHEAP, Organisation

__all__ = ["engine", "migrated", "organisation", "staffed", "urls"]

SCRIPT = Path(__file__).with_name("provider.mjs")
SIGNING = DeviceKey("desk", bytes(range(32)))


@pytest.fixture
def issuer(program: Callable[[str], Path]) -> Iterator[str]:
    """Run the provider."""
    modules = Path(os.environ.get("NURSEAPP_NODE_MODULES", "/nowhere"))
    if not (modules / "oidc-provider").is_dir():
        program("npm")
        pytest.skip("oidc-provider is not installed")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(program("node")), str(SCRIPT), str(modules), str(port), "subject-7"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip() == "ready":
                break
        yield f"http://127.0.0.1:{port}"
        process.terminate()


@pytest.fixture
def browse(program: Callable[[str], Path], tmp_path: Path) -> Iterator[Callable[[str], object]]:
    """Open addresses in Chromium, which shows nothing."""
    running: list[subprocess.Popen[bytes]] = []

    def open_address(address: str) -> None:
        options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}"]
        command = [str(program("chromium")), *options, "--dump-dom", address]
        quiet = subprocess.DEVNULL
        running.append(subprocess.Popen(command, stdout=quiet, stderr=quiet))

    program("chromium")
    yield open_address
    for process in running:
        process.wait(30)


@pytest.fixture
def transport(
    organisation: Organisation, issuer: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[HttpTransport]:
    """Talk to a server that knows the provider."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    provider = Provider(issuer=issuer, client_id="nurseapp")
    settings = Settings(enrolment=Enrolment.OPEN, hash_cost=CHEAP, provider=provider)
    with served(organisation.engine, settings, utc_now) as client:
        transport = HttpTransport(str(client.base_url), None, "desk")
        yield transport
        transport.close()


def come_back(
    transport: HttpTransport, browse: Callable[[str], object], user: str = ""
) -> SignedIn:
    """Send the browser off and look after it, as a page does."""
    attempt = BrowserSignIn(transport, SIGNING, token_bytes, user, patience_s=60)
    try:
        browse(attempt.address())
        while (found := attempt.look()) is None:
            sleep(0.05)
    finally:
        attempt.stop()
    return found


def test_whoever_is_linked_signs_in_with_the_browser_and_nobody_else_does(
    transport: HttpTransport,
    organisation: Organisation,
    issuer: str,
    browse: Callable[[str], object],
) -> None:
    with pytest.raises(TransportError, match="not_linked"):
        come_back(transport, browse)

    with server_transaction(organisation.engine) as connection:
        identities.link(connection, issuer, "subject-7", UserId("amara"))
    with pytest.raises(TransportError, match="other_person"):
        come_back(transport, browse, "jonas")
    with pytest.raises(TransportError, match="not_signed_in"):
        transport.manifest(None)

    found = come_back(transport, browse, "amara")
    assert (found.user, found.session.refresh != "") == ("amara", True)
    assert transport.manifest(None).manifest is not None
