"""The command ``python -m tests.canaries``: forty canaries through everything, then a search.

A second run has leaks planted, to see that the search finds each. ``--report`` writes what came of
both into the report.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nurseapp.server.embedded import EmbeddedPostgres
from nurseapp.server.store.database import migrate, open_database
from tests.canaries.canary import CANARIES, needles
from tests.canaries.field import Run, run
from tests.reporting import write_section

PLANTED = {
    "title": "desk/seen.json",
    "clipboard": "desk/seen.json",
    "log": "desk/errors.log",
    "settings": "desk/home/.config",
    "temporary file": "desk/tmp/",
}
"""The leaks that are planted, and where each is to be found."""


def main() -> int:
    """Run both; 0 where nothing leaked, and everything that was planted was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.canaries", description=__doc__)
    parser.add_argument("--report", action="store_true", help="write the section of the report")
    asked = parser.parse_args()
    with _folder() as folder, EmbeddedPostgres(folder / "postgres", durable=False) as postgres:
        honest = _run(postgres, folder / "honest")
        leaking = _run(postgres, folder / "leaking", *PLANTED)
    places = [place for place, _ in leaking.searched.leaks]
    missed = [leak for leak, at in PLANTED.items() if not any(at in place for place in places)]
    lines = [*_of(honest), f"- planted leaks: {len(PLANTED)}, not found: {len(missed)}."]
    lines += [f"- leak: {kind} in {place}" for place, kind in honest.searched.leaks]
    print("\n".join(lines))
    if asked.report:
        write_section("Canaries", lines)
    is_whole = honest.used == CANARIES.keys()
    return 0 if is_whole and not honest.searched.leaks and not missed else 1


def _of(done: Run) -> Iterator[str]:
    searched = done.searched
    yield (
        f"- {len(done.used)} of {len(CANARIES)} canaries went through the import, the whole window,"
        f" syncing, bugs, locks and printing; the server holds {len(done.kept)} of them,"
        f" {done.pages} pages were printed or saved on purpose."
    )
    yield (
        f"- {searched.files} files, {searched.bytes:,} bytes (vault, escrow, logs of desktop,"
        " server, import and PostgreSQL, home, temporary files, titles, clipboard after a lock,"
        f" arguments, environment) searched for {len(needles())} forms:"
        f" {len(searched.leaks)} found."
    )


def _run(postgres: EmbeddedPostgres, folder: Path, *leaks: str) -> Run:
    folder.mkdir()
    urls = postgres.create_database(folder.name)
    migrate(urls.owner)
    engine = open_database(urls.app)
    try:
        return run(folder, engine, postgres.data / "cluster" / "server.log", leaks)
    finally:
        engine.dispose()


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="nurseapp-") as name:
        Path(name).chmod(0o711)  # as root, PostgreSQL runs as an account that must pass here
        yield Path(name)


if __name__ == "__main__":
    sys.exit(main())
