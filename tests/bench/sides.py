"""The two sides of a comparison, floor and program: processes of their own, told what to do next.

A side is a module of this package that ends in :func:`serve`. It is sent one order a line and
answers with what the job took, measured where it was done. So neither side carries what the other
has loaded, and what only prepares a job is an order like any other, whose time nobody keeps.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from tests.bench.project import ROOT

Facts = Mapping[str, float]
Job = Callable[..., Facts]


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """What one job took, in seconds, of the clock and of all processors together.

    Attributes:
        facts: what else the job found, by name, such as rows or bytes.
    """

    wall: float
    cpu: float
    facts: Facts


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What a side is to do next."""

    job: str
    given: dict[str, Any]


class SideEndedError(Exception):
    """A side ended before it answered; what it said is on standard error."""


class Side:
    """One side, running.

    Attributes:
        began: how it was when it said that it is ready, counted from its start.
    """

    def __init__(self, module: str, *arguments: str, bytecode: Path) -> None:
        """Start a side, whose modules are compiled once into a folder, as if installed."""
        started = time.perf_counter()
        self._module = module
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=os.environ
            | {
                "QT_QPA_PLATFORM": "offscreen",
                "PYTHONPYCACHEPREFIX": str(bytecode),
                "PYTHONDONTWRITEBYTECODE": "",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        said = self._answer()
        self.began = Sample(wall=time.perf_counter() - started, cpu=said.cpu, facts=said.facts)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def do(self, job: str, **given: object) -> Sample:
        """Have a job done and say what it took."""
        pipe = self._process.stdin
        if pipe is None:
            raise SideEndedError(self._module)
        pipe.write(msgspec.json.encode(Order(job=job, given=given)) + b"\n")
        pipe.flush()
        return self._answer()

    def close(self) -> None:
        """Tell it to end, and wait until it has."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _answer(self) -> Sample:
        line = self._process.stdout.readline() if self._process.stdout else b""
        if not line:
            self.close()
            raise SideEndedError(self._module)
        return msgspec.json.decode(line, type=Sample)


def serve(jobs: Mapping[str, Job]) -> None:
    """Say that this side is ready, then do what it is told until nothing more comes."""
    answer(Sample(wall=0, cpu=time.process_time(), facts={}))
    for line in sys.stdin.buffer:
        order = msgspec.json.decode(line, type=Order)
        answer(measured(partial(jobs[order.job], **order.given)))


def measured(job: Callable[[], Facts]) -> Sample:
    """Do a job and say what it took; the garbage of the one before is not its own."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    facts = job()
    return Sample(wall=time.perf_counter() - wall, cpu=time.process_time() - cpu, facts=facts)


def answer(sample: Sample) -> None:
    """Tell whoever started this side."""
    sys.stdout.buffer.write(msgspec.json.encode(sample) + b"\n")
    sys.stdout.buffer.flush()
