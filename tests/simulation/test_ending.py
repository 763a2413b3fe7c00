"""A run that somebody ends leaves nothing behind: no process of its, and no database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

import pytest

MANY = ("--histories", "100000", "--steps", "1", "--jobs", "1")


def processes_with(mark: str) -> Iterator[int]:
    """Find the processes that have this in their environment."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (process / "environ").read_bytes():
                yield int(process.name)
        except OSError:
            continue


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_ended_leaves_no_process(how: signal.Signals) -> None:
    mark = token_hex(8)
    run = subprocess.Popen(
        [sys.executable, "-m", "tests.simulation", *MANY],
        env=os.environ | {"MARK_OF_A_TEST": mark},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert run.stderr is not None
    with run.stderr as said:
        assert said.readline() == "1 of 100,000\n"
        assert len(list(processes_with(mark))) > 2
        run.send_signal(how)
        with suppress(subprocess.TimeoutExpired):  # then it is among what is left
            run.wait(60)
    until = time.monotonic() + 20
    while (left := list(processes_with(mark))) and time.monotonic() < until:
        time.sleep(0.1)  # some end when they hear that their parent has
    for process in left:
        os.kill(process, signal.SIGKILL)
    assert left == []
