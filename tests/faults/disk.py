"""Disks that have no room left: the limit on the size of a file, lowered while a desktop works.

The system refuses what goes over the limit in the middle of whatever is being written, and it
needs no right that a user has not.
"""

from __future__ import annotations

import resource
import time
from collections import Counter
from pathlib import Path

from tests.faults.accounts import Account, account_of
from tests.faults.desktops import Desktop
from tests.faults.field import Field, open_field

POINTS = 50
_ROOM_FOR_JOURNAL = 1 << 16
_PATIENCE_S = 1.5
_FULL = {"disk_full", "disk_failed"}


def run(points: int, seed: int) -> tuple[Account, list[str]]:
    """Fill disks at so many points; give the account, and lines for the report."""
    began = time.monotonic()
    with open_field(seed) as place:
        place.enrol()
        place.begin()
        told = fill(place, points)
        place.finish()
        account = account_of(place)
    return account, [
        f"- seed {seed}: {points} times a disk was full: {told['told']} told the nurse so,"
        f" {told['killed']} killed meanwhile; {time.monotonic() - began:.0f} s",
        *account.lines(),
    ]


def fill(place: Field, points: int) -> Counter[str]:
    """Leave a desktop no room, so many times, and make room again."""
    told: Counter[str] = Counter()
    for _ in range(points):
        time.sleep(place.chance.random() * 0.3)
        desktop = place.chance.choice(place.desktops)
        desktop.check()
        before = _times_told(desktop)
        journal = desktop.orders.journal
        written = journal.stat().st_size if journal.exists() else 0
        least = written + _ROOM_FOR_JOURNAL
        most = max(least, *(file.stat().st_size for file in _files(desktop.orders.folder)))
        limit = place.chance.randint(least, most)
        resource.prlimit(desktop.pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        deadline = time.monotonic() + _PATIENCE_S
        while _times_told(desktop) == before and time.monotonic() < deadline:
            time.sleep(0.02)
        told["told"] += _times_told(desktop) > before
        if place.chance.random() < 0.3:
            desktop.kill()
            desktop.begin()
            told["killed"] += 1
        else:
            anything = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            resource.prlimit(desktop.pid, resource.RLIMIT_FSIZE, anything)
    return told


def _times_told(desktop: Desktop) -> int:
    return sum(entry.what == "met" and entry.said in _FULL for entry in desktop.entries())


def _files(folder: Path) -> list[Path]:
    return list(folder.rglob("cache.db*"))
