"""The PostgreSQL lost, and another in its place that knows a little less.

A standby that the line was cut to is promoted when the first one is killed; or a backup of some
time ago is put in its place. What the server had confirmed in between only the desktops know.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import closing

from sqlalchemy import func, select

from nurseapp.server.embedded import EmbeddedPostgres
from nurseapp.server.store import schema
from nurseapp.server.store.acting import server_transaction
from nurseapp.server.store.database import open_database
from tests.faults.accounts import Account, account_of
from tests.faults.field import Field, open_field
from tests.faults.standby import Copy, either_of

BEFORE_S, BETWEEN_S, AFTER_S = 8.0, 5.0, 8.0


def fail_over(seed: int, pace: float = 1.0) -> tuple[Account, list[str]]:
    """Kill the first PostgreSQL and promote its standby, while the API and desktops go on."""
    began = time.monotonic()
    with open_field(seed) as place:
        standby = Copy(place.postgres, place.folder / "standby", follows=True)
        place.api.stop()
        place.api.use(either_of(place.urls, standby.data))
        place.api.start()
        standby.start()
        try:
            _work(place, BEFORE_S * pace)
            standby.cut_off()
            known = _events(place)
            time.sleep(BETWEEN_S * pace)
            told = _events(place)
            _kill(place.postgres)
            with closing(_Successor(place, standby.promote())):
                left = _events(place)
                time.sleep(AFTER_S * pace)
                place.finish()
                account = account_of(place)
        finally:
            standby.stop()
    return account, [
        f"- seed {seed}: a standby by pg_basebackup, cut off after {known:,} events; the primary"
        f" killed with {told:,}; the standby promoted with {left:,}; the API was never restarted;"
        f" {time.monotonic() - began:.0f} s",
        *account.lines(),
    ]


def restore_backup(seed: int, pace: float = 1.0) -> tuple[Account, list[str]]:
    """Put a backup of some time ago in the place of the PostgreSQL, and begin a new epoch."""
    began = time.monotonic()
    with open_field(seed) as place:
        _work(place, BEFORE_S * pace)
        backup = Copy(place.postgres, place.folder / "backup", follows=False)
        time.sleep(BETWEEN_S * pace)
        told = _events(place)
        place.api.stop()
        _kill(place.postgres)
        restored = EmbeddedPostgres(backup.data)
        with closing(_Successor(place, restored)):
            left = _events(place)
            _new_epoch(place)
            place.api.use(place.urls.app)
            place.api.start()
            time.sleep(AFTER_S * pace)
            place.finish()
            account = account_of(place)
    return account, [
        f"- seed {seed}: killed with {told:,} events, restored from a backup with {left:,};"
        f" new-epoch; {time.monotonic() - began:.0f} s",
        *account.lines(),
    ]


class _Successor:
    """Another PostgreSQL in the place of the field's."""

    def __init__(self, place: Field, server: EmbeddedPostgres) -> None:
        self._server = server
        place.urls = server.start()
        place.engine.dispose()
        place.engine = place.organisation.engine = open_database(place.urls.app)
        self._engine = place.engine

    def close(self) -> None:
        """Stop it."""
        self._engine.dispose()
        self._server.stop()


def _work(place: Field, seconds: float) -> None:
    place.enrol()
    place.begin()
    place.await_acts()
    time.sleep(seconds)


def _kill(server: EmbeddedPostgres) -> None:
    recorded = server.data / "cluster" / "postmaster.pid"
    os.kill(int(recorded.read_text().split()[0]), signal.SIGKILL)


def _events(place: Field) -> int:
    with server_transaction(place.engine) as connection:
        return connection.scalar(select(func.count()).select_from(schema.event)) or 0


def _new_epoch(place: Field) -> None:
    subprocess.run(
        [sys.executable, "-m", "nurseapp.server.main", "new-epoch"],
        env={**os.environ, "NURSEAPP_DATABASE_URL": place.urls.app},
        stdout=subprocess.DEVNULL,
        check=True,
    )
