"""Runs computers as processes, kills them at random points, and starts them again until done."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from random import Random
from time import sleep

from tests.attachments.desk import OPEN, Done, Job


def _start(job: Job) -> subprocess.Popen[str]:
    program = [sys.executable, "-m", "tests.attachments.desk", json.dumps(asdict(job))]
    return subprocess.Popen(program, stdout=subprocess.PIPE, text=True)


def run(job: Job) -> Done:
    """Let a computer do its job undisturbed."""
    with _start(job) as process:
        out, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"the computer ended with {process.returncode}")
    return Done(**json.loads(out.splitlines()[-1]))


def run_with_kills(job: Job, chance: Random, kills: int, longest_s: float) -> tuple[Done, int]:
    """Kill a computer so many times while it does its job, then let it end; count what it took.

    Args:
        longest_s: between its being open and the kill.
    """
    done = 0
    for _ in range(kills):
        with _start(job) as process:
            assert process.stdout is not None
            if process.stdout.readline().strip() == OPEN:
                sleep(chance.uniform(0, longest_s))
            done += process.poll() is None
            process.kill()
    return run(job), done
