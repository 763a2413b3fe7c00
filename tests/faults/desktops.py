"""Desktops in processes of their own: set to work, killed, set to work again."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.project import ROOT
from tests.faults import client
from tests.faults.orders import Entry, Orders, read_journal

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext

_PATIENCE_S = 400


class CrashedError(Exception):
    """A desktop ended by itself, by something that is no circumstance; the journal says by what."""


class _Program:
    """A desktop started as a program, handled like any other process."""

    def __init__(self, orders: Orders, environment: Mapping[str, str]) -> None:
        self._running = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.client", orders.as_text()],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
        )
        self.pid = self._running.pid

    @property
    def exitcode(self) -> int | None:
        """How it ended, None while it runs."""
        return self._running.returncode

    def is_alive(self) -> bool:
        """Tell whether it runs."""
        return self._running.poll() is None

    def join(self, timeout: float | None = None) -> None:
        """Wait until it has ended."""
        with suppress(subprocess.TimeoutExpired):
            self._running.wait(timeout)

    def kill(self) -> None:
        """Kill it."""
        self._running.kill()


@dataclass(slots=True)
class Desktop:
    """One desktop.

    Attributes:
        lives: how often it was set to work.
    """

    orders: Orders
    lives: int = 0
    _process: BaseProcess | _Program | None = None

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._live().pid or 0

    def begin(self, environment: Mapping[str, str] | None = None) -> None:
        """Set it to work, on a day that no life before had; with an environment as a program."""
        self.lives += 1
        orders = replace(self.orders, seed=self.orders.seed + self.lives)
        if environment is None:
            self._process = _forking().Process(target=client.work, args=(orders,))
            self._process.start()
        else:
            self._process = _Program(orders, environment)

    def kill(self) -> None:
        """Kill it as it stands."""
        process = self._live()
        process.kill()
        process.join()
        if process.exitcode not in (0, -9):
            raise CrashedError(self._last_words())

    def check(self) -> None:
        """Hold it to be alive."""
        if not self._live().is_alive():
            raise CrashedError(self._last_words())

    def finish(self) -> None:
        """Have it stop, settle and end."""
        self.orders.stop.touch()
        process = self._live()
        process.join(_PATIENCE_S)
        is_alive = process.is_alive()
        process.kill()
        process.join()
        self.orders.stop.unlink()
        if is_alive or process.exitcode != 0:
            raise CrashedError(self._last_words())

    def end(self) -> None:
        """End it whatever it does; harmless where it has ended."""
        if self._process is not None:
            self._process.kill()
            self._process.join()

    def entries(self) -> Iterator[Entry]:
        """Read its journal."""
        return read_journal(self.orders.journal)

    def _live(self) -> BaseProcess | _Program:
        if self._process is None:
            raise RuntimeError("begin() comes first")
        return self._process

    def _last_words(self) -> str:
        bugs = [entry.said for entry in self.entries() if entry.what == "bug"]
        return f"{self.orders.user}: {bugs[-1] if bugs else 'it ended without a word'}"


def new_orders(folder: Path, user: str, seed: int, **more: float) -> Orders:
    """Give orders for somebody at the computer of a folder."""
    return Orders(
        folder=folder,
        user=user,
        seed=seed,
        journal=folder.with_suffix(".journal"),
        stop=folder.with_suffix(".stop"),
        **more,
    )


def _forking() -> ForkServerContext:
    """Fork from a process that has loaded the program: starting it takes no second then."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.client"])
    return context
