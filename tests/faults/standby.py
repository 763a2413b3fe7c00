"""A second PostgreSQL, made of the first by ``pg_basebackup``: a standby, or a backup.

With the programs of the wheel, as an operator would with those of a distribution.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from urllib.parse import quote

import psycopg
from sqlalchemy import make_url

from nurseapp.server.embedded import EmbeddedPostgres, Urls
from nurseapp.server.postgres_binaries import Account, Binaries
from nurseapp.server.postgres_cluster import SUPERUSER, write_private

_PORT = 5432


class Copy:
    """A copy of a running PostgreSQL, in a data folder of its own."""

    def __init__(self, of: EmbeddedPostgres, folder: Path, *, follows: bool) -> None:
        """Make it; one that ``follows`` goes on taking over what the first one commits."""
        self.data = folder
        self._primary = of
        self._binaries = Binaries.find(_account(of), of.data)
        self._cluster, self._socket = folder / "cluster", folder / "socket"
        folder.mkdir(mode=0o711)
        folder.chmod(0o711)
        for owned in (self._cluster, self._socket):
            owned.mkdir(mode=0o700)
            self._own(owned)
        shutil.copy2(of.data / "passwords.json", folder / "passwords.json")
        self._make(["--write-recovery-conf"] if follows else [])

    def start(self) -> None:
        """Start it as a standby, which answers readers."""
        settings = ("listen_addresses=", f'unix_socket_directories="{self._socket}"')
        options = " ".join(f"-c '{setting}'" for setting in (*settings, f"port={_PORT}"))
        self._control("start", "-l", "cluster/server.log", "-o", options)

    def cut_off(self) -> None:
        """Let it hear no more of what the first one commits, as behind a broken line."""
        with self._superuser() as connection:
            connection.execute("ALTER SYSTEM SET primary_conninfo = ''")
            connection.execute("SELECT pg_reload_conf()")

    def promote(self) -> EmbeddedPostgres:
        """Make it the first one, and see to it from now on."""
        self._control("promote")
        server = EmbeddedPostgres(self.data)
        server.start()
        return server

    def stop(self) -> None:
        """Stop it at once, where it runs."""
        self._binaries.run(self.data, "pg_ctl", "-D", "cluster", "-m", "immediate", "stop")

    def _make(self, more: list[str]) -> None:
        password_file = self.data / "password"
        password = _password(self._primary.data)
        write_private(password_file, f"*:*:*:{SUPERUSER}:{password}")
        self._own(password_file)
        where = f"host='{self._primary.data / 'socket'}' port={_PORT} user={SUPERUSER}"
        self._run(
            "pg_basebackup",
            f"--dbname={where} passfile='{password_file}'",
            "--pgdata=cluster",
            "--wal-method=stream",
            "--checkpoint=fast",
            *more,
        )

    def _superuser(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self._socket),
            port=_PORT,
            user=SUPERUSER,
            password=_password(self.data),
            dbname="postgres",
            autocommit=True,
        )

    def _control(self, *arguments: str) -> None:
        self._run("pg_ctl", "-D", "cluster", "-w", "-s", *arguments)

    def _run(self, program: str, *arguments: str) -> None:
        code, said = self._binaries.run(self.data, program, *arguments)
        if code != 0:
            raise OSError(f"{program}: {said}")

    def _own(self, path: Path) -> None:
        if self._binaries.account:
            self._binaries.account.own(path)


def either_of(first: Urls, second: Path) -> str:
    """Give an address under which whichever of two takes writes is found."""
    url = make_url(first.app)
    hosts = f"{url.query['host']},{second / 'socket'}"
    return f"{first.app.partition('?')[0]}?host={quote(hosts, safe='')}&port={_PORT},{_PORT}" + (
        "&target_session_attrs=read-write"
    )


def _account(server: EmbeddedPostgres) -> Account | None:
    return Account.for_cluster(server.data / "cluster")


def _password(data: Path) -> str:
    passwords: dict[str, str] = json.loads((data / "passwords.json").read_text())
    return passwords[SUPERUSER]
