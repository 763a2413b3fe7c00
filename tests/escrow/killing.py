"""A program that kills itself, with SIGKILL, at one step of its work; and what it leaves.

It writes notes, of which a server decides some, and rounds bring its escrow up to date. A step is
whatever can be between two states of the disk: a line of the escrow not yet, half or wholly
written; a commit of the cache not yet or just done; a new escrow not yet or just in the old one's
place.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

from nurseapp.desktop.storage import escrow
from nurseapp.desktop.storage.cache import Cache
from nurseapp.desktop.storage.connection import Connection
from nurseapp.desktop.storage.escrow import FILE_NAME, Escrow, read_escrow
from nurseapp.desktop.storage.safekeeping import Safekeeping
from nurseapp.desktop.storage.sealing import DeviceKey
from nurseapp.wire.messages import EventResult
from tests.builders import ANA
from tests.desktop.storage.acts import note_written, server_with
from tests.desktop.storage.desk import Desk
from tests.desktop.storage.files import new_folder, opened
from tests.desktop.sync.fake_server import SEAL_KEY, FakeServer

ACTS, A_ROUND = 28, 4
SIGNING = DeviceKey("device-1", bytes(range(7, 39)))
if sys.platform == "win32":
    CONTEXT = multiprocessing.get_context("spawn")
else:
    CONTEXT = multiprocessing.get_context("forkserver")
    CONTEXT.set_forkserver_preload([__name__])


class Steps:
    """Count the steps of a program, and kill it at one of them; at none where that is 0."""

    def __init__(self, kill_at: int) -> None:
        self.done = 0
        self._kill_at = kill_at

    def is_last(self) -> bool:
        """Take a step, and tell whether it is the one."""
        self.done += 1
        return self.done == self._kill_at

    def pass_by(self) -> None:
        """Take a step, which may be the last."""
        if self.is_last():
            die()


def die() -> None:
    """Be killed as by the system: nothing is flushed, nothing is cleaned up."""
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


class SteppingCache(Cache):
    """A cache whose commits are steps."""

    def __init__(self, inner: Cache, steps: Steps) -> None:
        self._inner, self._steps = inner, steps

    @contextmanager
    def read(self, *, following: bool = False) -> Iterator[Connection]:
        """Give a connection for reading."""
        with self._inner.read(following=following) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection for what a person did."""
        with self._inner.write() as connection:
            yield connection
            self._steps.pass_by()
        self._steps.pass_by()

    @contextmanager
    def follow(self, *, much: bool = False) -> Iterator[Connection]:
        """Give a connection for what the server has."""
        with self._inner.follow(much=much) as connection:
            yield connection
            self._steps.pass_by()
        self._steps.pass_by()


def work(folder: Path, said: Pipe, kill_at: int) -> None:
    """Work until the end or until killed; say what is saved and what the server has decided."""
    steps = Steps(kill_at)
    replaced: tuple[tuple[object, str, object], ...] = (
        (escrow, "_append", _stepping_append(escrow._append, steps)),
        (Path, "replace", _stepping_replace(Path.replace, steps)),
        (FakeServer, "_decide", _telling(FakeServer._decide, said)),
    )
    for place, name, stepping_one in replaced:
        setattr(place, name, stepping_one)
    with opened(folder) as cache:
        stepping = SteppingCache(cache, steps)
        desk = Desk(stepping, server_with(), safe=Safekeeping(stepping, Escrow(folder), SIGNING))
        desk.store.pin(b"", ANA, SEAL_KEY.public)
        desk.sync()
        for n in range(ACTS):
            event = note_written(f"Note {n}. " * (1 + 20 * (n % 3)))
            if n % 2:
                desk.server.busy.add(event.id)
            desk.cases.append([event])
            said.send(("saved", event.id))
            if n % A_ROUND == A_ROUND - 1:
                desk.server.busy = set(list(desk.server.busy)[-1:])
                desk.sync()
    said.send(("steps", str(steps.done)))


Append = Callable[[Path, bytes], None]


def _stepping_append(right: Append, steps: Steps) -> Append:
    def append(file: Path, content: bytes) -> None:
        steps.pass_by()
        if steps.is_last():
            with file.open("ab") as stream:
                stream.write(content[: len(content) // 2])
            die()
        right(file, content)
        steps.pass_by()

    return append


def _stepping_replace(right: Callable[..., Path], steps: Steps) -> Callable[..., Path]:
    def replace(file: Path, target: Path) -> Path:
        steps.pass_by()
        replaced = right(file, target)
        steps.pass_by()
        return replaced

    return replace


def _telling(right: Callable[..., EventResult], said: Pipe) -> Callable[..., EventResult]:
    def decide(server: FakeServer, *given: object) -> EventResult:
        result = right(server, *given)
        said.send(("decided", result.id))
        return result

    return decide


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a program said before its end.

    Attributes:
        saved: ids, in order; ``decided`` those that the server had decided.
        steps: how many there are, where it came to its end.
    """

    saved: tuple[str, ...]
    decided: frozenset[str]
    steps: int


def run(folder: Path, kill_at: int) -> Told:
    """Let a program work in a vault's folder, and be killed at a step; 0 for at none."""
    here, there = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=work, args=(folder, there, kill_at))
    process.start()
    there.close()
    heard: list[tuple[str, str]] = []
    with here, suppress(EOFError):
        while True:
            heard.append(here.recv())
    process.join()
    return Told(
        saved=tuple(event for kind, event in heard if kind == "saved"),
        decided=frozenset(event for kind, event in heard if kind == "decided"),
        steps=next((int(count) for kind, count in heard if kind == "steps"), 0),
    )


def faults(template: Path, folder: Path, kill_at: int) -> list[str]:
    """Kill a program at a step in a new vault, and say what is wrong with what it left."""
    told = run(new_folder(template, folder), kill_at)
    found = []
    # The vault is lost: only the file is there, and the server opens it.
    held = set()
    if (folder / FILE_NAME).exists():
        entries, damaged = read_escrow(folder / FILE_NAME)
        held = {one.event for one in entries if SEAL_KEY.open(one.sealed) is not None}
        if damaged or len(held) < len(entries):
            found.append("the escrow has lines that nobody can read")
    lost = set(told.saved) - told.decided - held
    if lost:
        found.append(f"{len(lost)} acts that were saved are lost with the vault")
    if len(held - set(told.saved) - told.decided) > 1:
        found.append("the escrow holds more than was done")
    # The vault is not lost: the program starts again.
    with opened(folder) as cache:
        desk = Desk(cache, server_with(), safe=Safekeeping(cache, Escrow(folder), SIGNING))
        desk.store.sent.settle()
        waiting = [event.id for event in desk.store.waiting() if event.state == "waiting"]
        entries, _ = read_escrow(folder / FILE_NAME)
        if [one.event for one in entries] != waiting:
            found.append("after a new start the escrow is not what waits")
        if set(told.saved) - told.decided - set(waiting):
            found.append("acts that were saved are not in the vault")
    return [f"killed at step {kill_at}: {fault}" for fault in found]
