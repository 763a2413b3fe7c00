"""Computers on which people work, joined by the composition root as in the product.

Only what the machine of a nurse would give is handed in: a folder, a keyring, and a cost of
deriving keys that a test can wait for.
"""

from __future__ import annotations

import secrets
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from nurseapp.content.place import resources_folder
from nurseapp.desktop.composition import Opened, open_desk
from nurseapp.desktop.services.desk import Desk
from nurseapp.desktop.services.people import Enrolment, People, Unlocked
from nurseapp.desktop.services.syncing import SyncOutcome
from nurseapp.desktop.storage.cache import Cache
from nurseapp.desktop.storage.folders import vault_folder
from nurseapp.desktop.storage.keyring_choice import MemoryKeyring
from nurseapp.desktop.storage.vault import Argon2Cost
from nurseapp.desktop.surroundings import Surroundings, utc_now
from nurseapp.desktop.sync.http_transport import HttpTransport
from tests.journeys.central import HeldRecord
from tests.server.organisation import PASSWORD

PASSPHRASE = "seven quiet herons at dawn"
CHEAP = Argon2Cost(memory_kib=64, passes=1, lanes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class AtWork:
    """Somebody at work: their desk, and the encrypted file under it."""

    desk: Desk
    opened: Opened
    cache: Cache

    def sync(self) -> SyncOutcome:
        """Run one round."""
        return self.desk.rounds.run(lambda _cases: None)

    def mirror(self) -> list[HeldRecord]:
        """List every record as it came from the server."""
        with self.cache.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT s.id, r.id, r.kind, r.rev, r.body FROM record AS r"
                " JOIN stream AS s ON s.n = r.stream_n"
            ).all()
        return sorted(
            HeldRecord(stream=stream, id=name, kind=kind, rev=rev, body=body)
            for stream, name, kind, rev, body in rows
        )


class Computer:
    """One computer: the vaults on its disk, and its keyring.

    Attributes:
        people: who enrols and unlocks here.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.people = People(
            data=folder,
            keyring=MemoryKeyring(),
            connect=lambda server, device: HttpTransport(server, None, device),
            random=secrets.token_bytes,
            cost=CHEAP,
            clock=utc_now,
            renew=lambda _unlocked, _password: None,
        )
        self._surroundings = Surroundings(
            resources=resources_folder(), data=folder, time_zone="UTC"
        )
        self._open = ExitStack()

    def enrol(
        self,
        server: str,
        user: str,
        password: str = PASSWORD,
        *,
        passphrase: str = PASSPHRASE,
        is_again: bool = False,
        code: str = "",
    ) -> AtWork:
        """Let somebody sign in here for the first time, or because their vault is lost."""
        enrolment = Enrolment(
            server=server,
            user=user,
            password=password,
            passphrase=passphrase,
            is_again=is_again,
            enrolment=code,
        )
        return self._at_work(self.people.enrol(enrolment))

    def unlock(self, user: str, passphrase: str = PASSPHRASE) -> AtWork:
        """Let somebody in who was here before."""
        owner = next(owner for owner in self.people.here() if owner.user == user)
        return self._at_work(self.people.unlock(owner, passphrase))

    def shut_down(self) -> None:
        """End every program that runs here."""
        self._open.close()

    def vault(self, server: str, user: str) -> Path:
        """Name the folder of somebody's vault."""
        return vault_folder(self.folder, user, server)

    def _at_work(self, unlocked: Unlocked) -> AtWork:
        remove = partial(self.people.remove, unlocked.owner)
        opened = open_desk(unlocked, self._surroundings, remove)
        self._open.callback(opened.close)
        return AtWork(desk=opened.desk, opened=opened, cache=unlocked.cache)
