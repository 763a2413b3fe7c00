"""A vault of the workload's nurse, filled by a round, for the goals that have a screen.

Its device secret is kept in a plain file beside it: what is measured is not the keyring, and
benches run where there is none.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from nurseapp.desktop.services.people import Enrolment, People, Unlocked
from nurseapp.desktop.storage.session_store import SessionStore
from nurseapp.desktop.storage.sync_store import SyncStore
from nurseapp.desktop.storage.vault import Argon2Cost
from nurseapp.desktop.surroundings import utc_now
from nurseapp.desktop.sync.http_transport import HttpTransport
from nurseapp.desktop.sync.round import run_round
from tests.bench.workload import NURSE

PASSPHRASE = "a passphrase for the bench"
CHEAP = Argon2Cost(memory_kib=64, passes=1, lanes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKeyring:
    """A keyring that survives the process and protects nothing."""

    folder: Path
    name: str = "bench"

    def read(self, item: str) -> bytes | None:
        """Give a secret, or None where there is none."""
        file = self._file(item)
        return file.read_bytes() if file.exists() else None

    def keep(self, item: str, secret: bytes) -> None:
        """Keep a secret."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._file(item).write_bytes(secret)

    def drop(self, item: str) -> None:
        """Forget a secret."""
        self._file(item).unlink(missing_ok=True)

    def _file(self, item: str) -> Path:
        return self.folder / item.replace("/", "-")


def people_in(data: Path) -> People:
    """Join what enrols and unlocks the vaults of a folder."""
    return People(
        data=data,
        keyring=FileKeyring(folder=data / "keyring"),
        connect=lambda server, device: HttpTransport(server, None, device),
        random=secrets.token_bytes,
        cost=CHEAP,
        clock=utc_now,
        renew=lambda _unlocked, _password: None,
    )


def empty_vault(data: Path, server: str, password: str) -> None:
    """Enrol the nurse at a server, and fetch nothing yet."""
    _enrolled(data, server, password).cache.close()


def fill_vault(data: Path, server: str, password: str) -> None:
    """Enrol the nurse at a server and fetch her caseload."""
    unlocked = _enrolled(data, server, password)
    session = SessionStore(unlocked.cache).read()
    transport = HttpTransport(server, session.token if session else None, unlocked.owner.device)
    run_round(SyncStore(unlocked.cache), transport, utc_now)
    transport.close()
    unlocked.cache.close()


def _enrolled(data: Path, server: str, password: str) -> Unlocked:
    enrolment = Enrolment(server=server, user=NURSE, password=password, passphrase=PASSPHRASE)
    return people_in(data).enrol(enrolment)
