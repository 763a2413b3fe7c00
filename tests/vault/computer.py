"""A computer on which a nurse has signed in and synced, with a server that nobody reaches again."""

from __future__ import annotations

import secrets
from pathlib import Path

from nurseapp.desktop.services.people import Enrolment, People
from nurseapp.desktop.storage.sync_store import SyncStore
from nurseapp.desktop.storage.vault import Argon2Cost
from nurseapp.desktop.surroundings import utc_now
from nurseapp.desktop.sync.round import run_round
from tests.builders import ANA
from tests.desktop.sync.fake_server import FakeServer
from tests.desktop.sync.fake_transport import PASSWORD, FakeTransport
from tests.ui.room_desk import give_caseload
from tests.vault.place import PASSPHRASE, FileKeyring

NOBODY = "http://127.0.0.1:9"
KEYRING = "keyring"


def keyring_in(data: Path) -> FileKeyring:
    """Give the keyring of that computer."""
    return FileKeyring(folder=data / KEYRING)


def set_up(data: Path, cost: Argon2Cost) -> None:
    """Let a nurse sign in and fetch her cases."""
    server = FakeServer()
    give_caseload(server)
    people = People(
        data=data,
        keyring=keyring_in(data),
        connect=lambda _server, device: FakeTransport(server, ANA, device=device),
        random=secrets.token_bytes,
        cost=cost,
        clock=utc_now,
        renew=lambda _unlocked, _password: None,
    )
    unlocked = people.enrol(
        Enrolment(server=NOBODY, user=ANA, password=PASSWORD, passphrase=PASSPHRASE)
    )
    run_round(
        SyncStore(unlocked.cache), FakeTransport(server, ANA, device=unlocked.owner.device), utc_now
    )
    unlocked.cache.close()
