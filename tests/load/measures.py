"""Measures of load: percentiles, and what a program and those that it started use."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Seconds of CPU, and memory, of a program with its workers."""

    cpu_s: float
    memory_mib: float

    @classmethod
    def of(cls, pid: int) -> Self:
        """Read what it has used until now."""
        ticks = pages = 0
        for process in (pid, *_children(pid)):
            after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            ticks += int(after_name[11]) + int(after_name[12])
            pages += int(after_name[21])
        return cls(cpu_s=ticks / _TICKS, memory_mib=pages * _PAGE / (1 << 20))

    def since(self, before: Self) -> Self:
        """Give what came on top; memory is as it is now."""
        return type(self)(cpu_s=self.cpu_s - before.cpu_s, memory_mib=self.memory_mib)


def percentile(taken: Sequence[float], part: float) -> float:
    """Give the value below which so many of a hundred lie; 0 of nothing."""
    ordered = sorted(taken)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part / 100))] if ordered else 0.0


def _children(pid: int) -> list[int]:
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))
