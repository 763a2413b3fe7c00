"""One run: a hospital, a server, a nurse, each a program of its own, and a search afterwards."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from nurseapp.domain.ids import TeamId, UserId
from nurseapp.domain.policy import Role
from nurseapp.server.clock import utc_now
from nurseapp.server.passwords import Passwords
from nurseapp.server.people import NewPerson, create_person
from nurseapp.server.store.acting import server_transaction
from tests.canaries.canary import CANARIES, found_in
from tests.canaries.hospital import FROM_HOSPITAL, write_bundles
from tests.canaries.searching import Searched, search
from tests.faults.api import Api
from tests.server.organisation import CHEAP
from tests.ui.case.scans import x_ray

_PATIENCE_S = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a run came to.

    Attributes:
        used: the kinds of canaries that were worked with.
        kept: those that the server holds afterwards, as it should.
        pages: how many pages were printed or saved on purpose.
    """

    used: frozenset[str]
    kept: frozenset[str]
    pages: int
    searched: Searched
    seen: Mapping[str, object]


def run(
    folder: Path,
    engine: Engine,
    log: Path,
    leaks: Sequence[str] = (),
    *,
    is_shared: bool = False,
) -> Run:
    """Work with the canaries, then look for them.

    Args:
        folder: of the run's own, empty.
        log: what PostgreSQL writes down.
        leaks: to plant, by the names that :mod:`tests.canaries.nurse` knows.
        is_shared: her computer is one that keeps nothing.
    """
    _employ(engine)
    url = engine.url.render_as_string(hide_password=False)
    mine = folder / "mine"  # what the nurse and the hospital have of their own
    files = write_bundles(mine / "bundles")
    document = mine / f"{CANARIES['file name']}.png"
    document.write_bytes(x_ray(90, 120) + CANARIES["text of a document"].encode())
    server, desk = folder / "server", folder / "desk"
    for place in (server, desk / "home", desk / "tmp", desk / "run"):
        place.mkdir(parents=True)
    _import(files, url, server / "import.log")
    api = Api(server, url, workers=1)
    api.start()
    try:
        used = _work(desk, api, leaks, {"NURSEAPP_COMPUTER": "shared"} if is_shared else {})
    finally:
        api.stop()
    (server / "postgres.log").write_bytes(log.read_bytes())
    searched = search(folder, allowed=(mine, desk / "pages"))
    return Run(
        used=used | set(FROM_HOSPITAL),
        kept=frozenset(_kept(engine)),
        pages=len(list((desk / "pages").iterdir())),
        searched=searched,
        seen=json.loads((desk / "seen.json").read_text("utf-8")),
    )


def _employ(engine: Engine) -> None:
    new = NewPerson(login=UserId("amara"), name="Amara", role=Role.NURSE, team=TeamId("north"))
    with server_transaction(engine) as connection:
        passwords = Passwords(CHEAP, secrets.token_bytes)
        create_person(connection, passwords, new, CANARIES["password"], utc_now())


def _import(files: Sequence[Path], url: str, log: Path) -> None:
    """Import the bundles by the command, of which the last is refused."""
    words = ("import-fhir", *map(str, files), "--assign", "amara")
    with log.open("wb") as output:
        done = subprocess.run(
            [sys.executable, "-m", "nurseapp.server.main", *words],
            env={**os.environ, "NURSEAPP_DATABASE_URL": url},
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode != 1:
        raise RuntimeError(f"import-fhir ended with {done.returncode}: {log.read_text()}")


def _work(
    desk: Path, api: Api, leaks: Sequence[str], settings: Mapping[str, str]
) -> frozenset[str]:
    """Let the nurse work; stop the server when she says so."""
    words = (str(desk), api.url, *leaks)
    homes = {"HOME": "home", "TMPDIR": "tmp", "XDG_RUNTIME_DIR": "run"}
    environment = {
        **{name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ},
        **{name: str(desk / place) for name, place in homes.items()},
        **settings,
        "QT_QPA_PLATFORM": "offscreen",
        "NO_PROXY": "127.0.0.1",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }
    with (
        (desk / "errors.log").open("wb") as errors,
        subprocess.Popen(
            [sys.executable, "-m", "tests.canaries.nurse", *words],
            env=environment,
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as nurse,
    ):
        said = [nurse.stdout.readline() if nurse.stdout else ""]
        if said == ["stop the server\n"]:
            api.stop()
        used, _ = nurse.communicate("\n\n", timeout=_PATIENCE_S)
    if nurse.returncode != 0:
        raise RuntimeError(f"the nurse came to {said}: {(desk / 'errors.log').read_text()}")
    return frozenset(json.loads(used))


def _kept(engine: Engine) -> set[str]:
    """Name the canaries that the server's records hold."""
    with server_transaction(engine) as connection:
        rows = connection.exec_driver_sql("SELECT body::text FROM record").scalars()
        return {kind for body in rows for kind in found_in(body.encode())}
