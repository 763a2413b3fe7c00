"""Carry a file of the largest size, and kill programs on the way: ``python -m tests.attachments``.

The API and each nurse's computer are processes of their own. Writes its section of the report.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from random import Random
from time import monotonic

import httpx

from nurseapp.domain.attachment import MAX_SIZE
from nurseapp.server.embedded import EmbeddedPostgres
from nurseapp.server.store.database import migrate, open_database
from nurseapp.wire.attachments import CHUNK
from tests.attached import image_bytes
from tests.attachments.desk import ATTACH, FETCH, Done, Job, peak_kib
from tests.attachments.killing import run, run_with_kills
from tests.reporting import write_section
from tests.server.conftest import sign_in
from tests.server.organisation import Organisation

KILLED_SIZE = 10 * CHUNK + 321
KILLS_A_JOB = 8
MOST_KIB = 32 << 10
"""What carrying may take beside the program: less than the file, so that it is never held."""


class Place:
    """An organisation behind its API, and folders for the computers."""

    def __init__(self, folder: Path, url: str, pid: int, organisation: Organisation) -> None:
        self.folder = folder
        self.organisation = organisation
        self._url = url
        self._pid = pid
        self._numbers = 0

    def job(self, user: str, content: bytes) -> Job:
        """Write down a job: a new computer attaches a new file in a new case."""
        self._numbers += 1
        file = self.folder / f"scan-{self._numbers}.png"
        file.write_bytes(content)
        return Job(
            do=ATTACH,
            folder=str(self.folder / f"computer-{self._numbers}"),
            url=self._url,
            token=self._token(user),
            user=user,
            case=self.organisation.open_case(user),
            record=f"record-{self._numbers}",
            file=str(file),
        )

    def fetching(self, job: Job) -> Job:
        """Have the supervisor fetch what was attached."""
        folder, token = f"{job.folder}-helen", self._token("helen")
        return replace(job, do=FETCH, folder=folder, user="helen", token=token)

    def server_peak_kib(self) -> int:
        """Give the most memory that the API took so far."""
        return peak_kib(self._pid)

    def _token(self, user: str) -> str:
        with httpx.Client(base_url=self._url, trust_env=False, timeout=60) as client:
            return sign_in(client, user)


@contextmanager
def place() -> Iterator[Place]:
    """Start a PostgreSQL and the API."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="nurseapp-files-")))
        folder.chmod(0o711)  # as root, PostgreSQL runs as an account that must pass here
        postgres = stack.enter_context(EmbeddedPostgres(folder / "postgres"))
        urls = postgres.create_database(f"files_{secrets.token_hex(4)}")
        migrate(urls.owner)
        engine = open_database(urls.app)
        stack.callback(engine.dispose)
        organisation = Organisation(engine)
        organisation.employ("amara", "nurse", "north")
        organisation.employ("helen", "supervisor", "north")
        program = [sys.executable, "-m", "nurseapp.server.main", "serve", "--port", "0"]
        api = subprocess.Popen(
            program,
            env={**os.environ, "NURSEAPP_DATABASE_URL": urls.app, "NURSEAPP_ENROLMENT": "open"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        stack.enter_context(api)
        stack.callback(api.terminate)
        assert api.stdout is not None
        url = api.stdout.readline().rpartition(" ")[2].strip()
        yield Place(folder, url, api.pid, organisation)


def carry_the_largest(where: Place) -> list[str]:
    """Carry a file of the largest size up and down, with figures."""
    content = image_bytes(MAX_SIZE)
    job = where.job("amara", content)
    expected = sha256(content).hexdigest()
    del content
    lines = [f"- One file of {MAX_SIZE >> 20} MiB in chunks of {CHUNK >> 20} MiB:"]
    for words, one in (("taken in, sealed and sent", job), ("fetched", where.fetching(job))):
        began = monotonic()
        done = run(one)
        check(done, expected)
        took_mib = (done.peak_kib - done.open_kib) / 1024
        if done.peak_kib - done.open_kib > MOST_KIB:
            raise AssertionError(f"{words}: {took_mib:.0f} MiB")
        lines.append(
            f"  - {words} in {monotonic() - began:.1f} s, with at most {took_mib:.0f} MiB more"
            f" than the open program, {done.peak_kib / 1024:.0f} MiB in all"
        )
    lines.append(f"  - the API took at most {where.server_peak_kib() / 1024:.0f} MiB in all")
    return lines


def kill_on_the_way(where: Place, kills: int, seed: int) -> list[str]:
    """Kill computers while they attach, send and fetch; each file must arrive as it was."""
    chance = Random(seed)  # noqa: S311  # a run must repeat
    done, files = 0, 0
    while done < kills:
        content = image_bytes(KILLED_SIZE, seed=files + 1)
        job = where.job("amara", content)
        for one in (job, where.fetching(job)):
            came, killed = run_with_kills(one, chance, KILLS_A_JOB, 1.2)
            check(came, sha256(content).hexdigest())
            done += killed
            left = len(list((Path(one.folder) / "files").iterdir()))
            if left != 1:
                raise AssertionError(f"{left} files on the disk")
        files += 1
    return [
        f"- {done} programs killed (SIGKILL, seed {seed}) while they took in, sent or fetched"
        f" {files} files of {KILLED_SIZE >> 20} MiB: each arrived as it was, both ways, and"
        " nothing else was left on a disk"
    ]


def check(done: Done, expected: str) -> None:
    """Compare what arrived."""
    if done.sha256 != expected:
        raise AssertionError(f"another file arrived: {json.dumps(done.sha256)}")


def main() -> None:
    """Run, and write the section."""
    parser = argparse.ArgumentParser(prog="python -m tests.attachments", description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with place() as where:
        lines = carry_the_largest(where)
        print("\n".join(lines), flush=True)
        lines += kill_on_the_way(where, asked.kills, asked.seed)
    print(lines[-1])
    write_section("Attached files", lines)


if __name__ == "__main__":
    main()
