"""One PostgreSQL cluster below a data folder: made, started, found running, stopped.

Must know no role, no database and no password but the superuser's. Called by
`nurseapp.server.embedded` only, which also sees to it that one process at a time gets here.
"""

import os
import shlex
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from nurseapp.server.postgres_binaries import MAJOR, Binaries

SUPERUSER = "postgres"

_LOG = "server.log"
_LONGEST_SOCKET_PATH = 103  # bytes: macOS; Linux allows four more
_SOCKET_PORT = 5432  # only names a file in a private folder, so it clashes with no other server
_PATIENCE_S = 60
_SETTINGS = (
    "timezone=UTC",
    "log_timezone=UTC",
    "jit=off",
    "log_checkpoints=off",
    # The log never repeats a statement, a row or a value: each holds what a nurse typed. What an
    # error says in its first line may quote a value, and who caused it is told; so none is logged.
    "log_min_messages=log",
    "log_statement=none",
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
)
_FAST_AND_UNSAFE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class EmbeddedPostgresError(Exception):
    """Say why the embedded server cannot be had: a circumstance, as a code and its facts.

    Codes: `binaries-missing`, `no-unprivileged-account`, `folder-unusable`, `another-version`,
    `passwords-missing`, `cannot-initialise`, `cannot-start`, `cannot-stop`, `does-not-answer`.
    """

    def __init__(self, code: str, facts: Mapping[str, str]) -> None:
        super().__init__(code, dict(facts))
        self.code = code
        self.facts: Mapping[str, str] = MappingProxyType(dict(facts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Name a socket folder or an internet address, and the port there."""

    host: str
    port: int

    def answers(self) -> bool:
        """Say whether anything listens there."""
        if sys.platform != "win32" and self.host.startswith("/"):
            with socket.socket(socket.AF_UNIX) as probe:
                return probe.connect_ex(f"{self.host}/.s.PGSQL.{self.port}") == 0
        with socket.socket() as probe:
            return probe.connect_ex((self.host, self.port)) == 0


class Cluster:
    """Run the PostgreSQL data directory `cluster/` of a data folder."""

    def __init__(self, data: Path, binaries: Binaries, *, durable: bool) -> None:
        """Name the data folder, which exists already when anything else is called."""
        self._data = data
        self._binaries = binaries
        self._durable = durable
        self._folder = data / "cluster"

    def exists(self) -> bool:
        """Say whether the cluster has been made."""
        return self._folder.exists()

    def make(self, password: str) -> None:
        """Run initdb beside the final place, so that an interrupted one leaves nothing behind."""
        partial, password_file = self._data / "cluster.partial", self._data / "password.partial"
        shutil.rmtree(partial, ignore_errors=True)
        password_file.unlink(missing_ok=True)
        partial.mkdir(mode=0o700)
        write_private(password_file, password)
        self._hand_over(partial, password_file)
        code, said = self._binaries.run(
            self._data,
            "initdb",
            f"--pgdata={partial.name}",
            f"--username={SUPERUSER}",
            f"--pwfile={password_file.name}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            *([] if self._durable else ["--no-sync"]),
        )
        password_file.unlink()
        if code != 0:
            raise self._failure("cannot-initialise", said=said)
        partial.rename(self._folder)

    def launch(self) -> Address:
        """Start the server unless it runs already, whatever a killed one left behind."""
        found = (self._folder / "PG_VERSION").read_text().strip()
        if found != str(MAJOR):
            raise self._failure("another-version", found=found, needed=str(MAJOR))
        said = ""
        deadline = time.monotonic() + _PATIENCE_S
        for wait_s in (0.0, 0.3, 0.6, 1.2):
            time.sleep(wait_s)
            address = self._await_ready(deadline)
            if address is None:
                if wait_s > 0.5:
                    # Nobody answers: the process number in the file belongs to someone else now.
                    (self._folder / "postmaster.pid").unlink(missing_ok=True)
                said = self._start()
                address = self._await_ready(deadline)
            if address:
                return address
        raise self._failure("cannot-start", said=f"{said}\n{self._last_words()}".strip())

    def listening(self) -> Address | None:
        """Return where the server listens, or None while it is not ready."""
        address, is_ready = self._recorded()
        return address if address and is_ready and address.answers() else None

    def stop(self) -> None:
        """Stop the server: what runs is rolled back, what was committed is kept."""
        address, _ = self._recorded()
        code, said = self._control("stop", "-m", "fast")
        if code != 0 and self.listening():
            raise self._failure("cannot-stop", said=said)
        if address and address.host.startswith("/") and Path(address.host).parent != self._data:
            shutil.rmtree(address.host, ignore_errors=True)

    def _await_ready(self, deadline: float) -> Address | None:
        """Wait for a server that is starting; None at once where there is none."""
        while True:
            address, is_ready = self._recorded()
            if address is None or not address.answers():
                return None
            if is_ready:
                return address
            if time.monotonic() > deadline:
                raise self._failure("does-not-answer")
            time.sleep(0.05)

    def _start(self) -> str:
        host = self._listen_on()
        is_socket = host.startswith("/")
        where = (
            ("listen_addresses=", f'unix_socket_directories="{host}"', f"port={_SOCKET_PORT}")
            if is_socket
            else (f"listen_addresses={host}", "unix_socket_directories=", f"port={_free_port()}")
        )
        settings = (*where, *_SETTINGS, *(() if self._durable else _FAST_AND_UNSAFE))
        options = " ".join(f"-c {shlex.quote(setting)}" for setting in settings)
        code, said = self._control("start", "-l", f"{self._folder.name}/{_LOG}", "-o", options)
        if code != 0 and is_socket and Path(host).parent != self._data:
            shutil.rmtree(host, ignore_errors=True)
        return said

    def _listen_on(self) -> str:
        """Choose the socket folder: ours, or a short one where our path is too long or odd."""
        if sys.platform == "win32":
            return "127.0.0.1"
        folder = self._data / "socket"
        path = str(folder / f".s.PGSQL.{_SOCKET_PORT}")
        # libpq and the server both split such paths at commas.
        if len(os.fsencode(path)) > _LONGEST_SOCKET_PATH or set(path) & set(',"'):
            folder = Path(tempfile.mkdtemp(prefix="nurseapp-"))
        else:
            folder.mkdir(mode=0o700, exist_ok=True)
        self._hand_over(folder)
        return str(folder)

    def _recorded(self) -> tuple[Address | None, bool]:
        """Read from postmaster.pid where the server listens and whether it is ready."""
        try:
            lines = (self._folder / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return None, False
        if len(lines) < 8:
            return None, False
        address = Address(host=lines[4].strip() or lines[5].strip(), port=int(lines[3]))
        return address, lines[7].strip() == "ready"

    def _control(self, *arguments: str) -> tuple[int, str]:
        patience = ("-w", "-t", str(_PATIENCE_S), "-s")
        return self._binaries.run(
            self._data, "pg_ctl", "-D", self._folder.name, *patience, *arguments
        )

    def _last_words(self) -> str:
        try:
            said = (self._folder / _LOG).read_text(errors="replace")
        except FileNotFoundError:
            return ""
        return "\n".join(said.splitlines()[-5:])

    def _hand_over(self, *paths: Path) -> None:
        for path in paths:
            if self._binaries.account:
                self._binaries.account.own(path)

    def _failure(self, code: str, **facts: str) -> EmbeddedPostgresError:
        return EmbeddedPostgresError(code, {"data": str(self._data), **facts})


def write_private(path: Path, text: str) -> None:
    """Write a new file that only its owner reads; an existing one is an error."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(handle)  # what it opens is of no use without it


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
