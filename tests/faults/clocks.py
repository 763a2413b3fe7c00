"""Clocks that jump: libfaketime moves the time of desktops, each its own, while they work."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from tests.faults.accounts import Account, account_of
from tests.faults.desktops import Desktop
from tests.faults.field import open_field

JUMPS = 60
_OFFSETS = ("+3650d", "-3650d", "+1d", "-1d", "+1h", "-1h", "+0")
_NOTICED_AFTER_S = 1


def run(jumps: int, seed: int) -> tuple[Account, list[str]]:
    """Let clocks jump so many times; give the account, and lines for the report."""
    began = time.monotonic()
    with open_field(seed) as place:
        place.enrol()
        for desktop in place.desktops:
            _set(desktop, "+0")
            desktop.begin(_in_its_time(desktop))
        place.await_acts()
        for _ in range(jumps):
            time.sleep((0.5 + place.chance.random()) * _NOTICED_AFTER_S)
            place.check()
            _set(place.chance.choice(place.desktops), place.chance.choice(_OFFSETS))
        place.finish()
        account = account_of(place)
    return account, [
        f"- seed {seed}: {jumps} jumps of a desktop's clock, of {', '.join(_OFFSETS)} against the"
        f" true time; {time.monotonic() - began:.0f} s",
        *account.lines(),
    ]


def _file(desktop: Desktop) -> Path:
    return desktop.orders.folder.with_suffix(".clock")


def _set(desktop: Desktop, offset: str) -> None:
    beside = _file(desktop).with_suffix(".new")
    beside.write_text(offset)
    beside.replace(_file(desktop))


def _in_its_time(desktop: Desktop) -> Mapping[str, str]:
    """Give the environment in which a desktop's clock is its own."""
    asked = ["faketime", "-m", "-f", "+0", "printenv", "LD_PRELOAD"]
    library = subprocess.run(asked, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    return {
        "LD_PRELOAD": library,
        "FAKETIME_TIMESTAMP_FILE": str(_file(desktop)),
        "FAKETIME_CACHE_DURATION": str(_NOTICED_AFTER_S),
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
