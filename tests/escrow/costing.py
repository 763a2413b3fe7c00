"""What keeping an act safe adds to saving it: measured in turns with the same act without it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from nurseapp.desktop.storage.escrow import Escrow
from nurseapp.desktop.storage.safekeeping import Safekeeping
from tests.builders import ANA
from tests.desktop.storage.acts import note_written, server_with
from tests.desktop.storage.desk import Desk
from tests.desktop.storage.files import new_folder, opened
from tests.desktop.sync.fake_server import SEAL_KEY
from tests.escrow.killing import SIGNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Medians for one saved note, in milliseconds: by the clock, and of the processor."""

    wall_ms: float
    cpu_ms: float


def costs(template: Path, folder: Path, acts: int) -> dict[str, Cost]:
    """Save so many notes in each of two vaults, one of which is kept safe."""
    taken: dict[str, list[tuple[float, float]]] = {"without": [], "with": []}
    with ExitStack() as stack:
        desks = dict(_desks(template, folder, stack))
        for n in range(acts):
            event = note_written(f"Called her at home, number {n}. " * 10)
            names = list(desks) if n % 2 else list(reversed(desks))
            for name in names:
                began, worked = perf_counter(), process_time()
                desks[name].cases.append([event])
                taken[name].append((perf_counter() - began, process_time() - worked))
    return {
        name: Cost(
            wall_ms=1_000 * median(wall for wall, _ in pairs),
            cpu_ms=1_000 * median(cpu for _, cpu in pairs),
        )
        for name, pairs in taken.items()
    }


def _desks(template: Path, folder: Path, stack: ExitStack) -> Iterator[tuple[str, Desk]]:
    for name in ("without", "with"):
        vault = new_folder(template, folder / name)
        cache = stack.enter_context(opened(vault))
        safe = Safekeeping(cache, Escrow(vault), SIGNING) if name == "with" else None
        desk = Desk(cache, server_with(), safe=safe)
        desk.store.pin(b"", ANA, SEAL_KEY.public)
        desk.sync()
        yield name, desk
