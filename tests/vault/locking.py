"""Locks a running desktop for good, and looks what is left of the process that was."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.vault.locked_program import LIFELINE

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """What came of a lock.

    Attributes:
        unlocking_s: from the passphrase to the open desk, the first time; by the clock, and of
            processors.
        gone_s: from the lock to the end of the old program, as the system sees it.
        page_s: from the lock to the lock page that takes a passphrase.
        found_locked, found_shown: what was typed, counted in the memory of the locked program, and
            once it is shown again.
        resumed: where the cursor stood afterwards, and what was there.
    """

    unlocking_s: tuple[float, float]
    gone_s: float
    page_s: float
    found_locked: int
    found_shown: int
    resumed: str


def lock_once(data: Path, text: str, **settings: str) -> Locked:
    """Let somebody type half a note, lock, look at the memory, and come back.

    Args:
        settings: of the program's environment.
    """
    ours, theirs = os.pipe()
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.vault.locked_program", str(data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", LIFELINE: str(theirs)} | settings,
        pass_fds=[theirs],
    )
    os.close(theirs)
    assert program.stdin is not None
    with program, os.fdopen(ours) as lifeline:
        try:
            _hear(program, "begun")
            _hear(program, "locked")
            print(text, file=program.stdin, flush=True)
            unlocking = _hear(program, "unlocked")
            wall_s, cpu_s = map(float, unlocking[1].split())
            locking = _hear(program, "locking")
            lifeline.read()  # ends when the last that holds the other end does
            gone_s = time.monotonic()
            _hear(program, "begun")
            page = _hear(program, "locked")
            found_locked = found_in_memory(program.pid, text)
            print("go on", file=program.stdin, flush=True)
            _hear(program, "unlocked")
            resumed = _hear(program, "resumed")
            found_shown = found_in_memory(program.pid, text)
        finally:
            with suppress(ProcessLookupError):
                program.kill()
    return Locked(
        unlocking_s=(wall_s, cpu_s),
        gone_s=gone_s - locking[0],
        page_s=page[0] - locking[0],
        found_locked=found_locked,
        found_shown=found_shown,
        resumed=resumed[1],
    )


def found_in_memory(process: int, text: str) -> int:
    """Count a text, as bytes and as Qt and Python hold it, in all that a process can read."""
    wanted = [text.encode(), text.encode("utf-16-le")]
    found = 0
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{process}/maps").read_text().splitlines():
            edges, rights, *_ = line.split()
            if not rights.startswith("r") or line.endswith(("[vvar]", "[vsyscall]")):
                continue
            first, last = (int(edge, 16) for edge in edges.split("-"))
            with suppress(OSError, OverflowError):
                memory.seek(first)
                held = memory.read(last - first)
                found += sum(held.count(each) for each in wanted)
    return found


def _hear(program: subprocess.Popen[str], word: str) -> tuple[float, str]:
    """Wait for the next thing that the program says, and give its time and the rest."""
    assert program.stdout is not None
    line = program.stdout.readline()
    time_s, _, said = line.strip().partition(" ")
    found, _, rest = said.partition(" ")
    if found != word:
        raise RuntimeError(f"{word} was awaited, and the program said {line!r}")
    return float(time_s), rest
