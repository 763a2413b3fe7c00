"""Writes that fail: libfiu refuses some of them, as a disk does that is full or dying."""

from __future__ import annotations

import errno
import subprocess
import time
from collections import Counter

from tests.faults.accounts import Account, account_of
from tests.faults.desktops import Desktop
from tests.faults.field import open_field

ACTS = 3_000
_SHARE = 0.05
_WAYS = (
    ("posix/io/rw/pwrite", errno.EIO),
    ("posix/io/rw/pwrite", errno.ENOSPC),
    ("posix/io/sync/*", errno.EIO),
)
"""What fails on each of the three computers, and with which error."""


def run(acts: int, seed: int) -> tuple[Account, list[str]]:
    """Have so many acts tried on disks that fail, then whole ones; give account and lines."""
    began = time.monotonic()
    with open_field(seed) as place:
        place.enrol(pause_s=0.02)
        library = _library()
        for desktop, way in zip(place.desktops, _WAYS, strict=True):
            desktop.begin({"LD_PRELOAD": library, "FIU_ENABLE": _command(*way)})
        while sum(map(_tried, place.desktops)) < acts:
            time.sleep(0.2)
            place.check()
        for desktop in place.desktops:
            desktop.kill()
        met = sum((_met(desktop) for desktop in place.desktops), Counter[str]())
        place.begin()
        place.finish()
        account = account_of(place)
    told = ", ".join(f"{code} {count}" for code, count in met.most_common())
    return account, [
        f"- seed {seed}: {acts:,} events tried while {_SHARE:.0%} of all writes and"
        f" synchronisations failed: {told}; then whole disks; {time.monotonic() - began:.0f} s",
        *account.lines(),
    ]


def _library() -> str:
    """Name what is loaded into a program to have its writes fail."""
    asked = ["fiu-run", "-x", "printenv", "LD_PRELOAD"]
    return subprocess.run(asked, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def _command(name: str, error: int) -> str:
    return f"enable_random name={name},failinfo={error},probability={_SHARE}"


def _tried(desktop: Desktop) -> int:
    return sum(entry.what == "meant" for entry in desktop.entries())


def _met(desktop: Desktop) -> Counter[str]:
    return Counter(entry.said for entry in desktop.entries() if entry.what == "met")
