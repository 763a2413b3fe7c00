"""Desktops that work over a line that lies, until so many exchanges have gone wrong."""

from __future__ import annotations

import time
from contextlib import closing

from tests.faults.accounts import Account, account_of
from tests.faults.field import Field, open_field
from tests.faults.proxy import Proxy

FAULTS = 2_000
_SHARE = 0.4
_PATIENCE_S = 0.6


def run(faults: int, seed: int) -> tuple[Account, list[str]]:
    """Let so many exchanges go wrong, then none; give the account, and lines for the report."""
    began = time.monotonic()
    with open_field(seed) as place, closing(Proxy(place.api.port, place.chance)) as proxy:
        place.enrol(url=proxy.url, pause_s=0.06, patience_s=_PATIENCE_S)
        proxy.share = _SHARE
        place.begin()
        endure(place, proxy, faults)
        proxy.share = 0.0
        place.finish()
        account = account_of(place)
    made = ", ".join(f"{name} {count}" for name, count in sorted(proxy.made.items()))
    return account, [
        f"- seed {seed}: {proxy.exchanges:,} exchanges, of which {proxy.made.total():,} went wrong:"
        f" {made}; then an honest line; {time.monotonic() - began:.0f} s",
        *account.lines(),
    ]


def endure(place: Field, proxy: Proxy, faults: int) -> None:
    """Wait until so many exchanges have gone wrong; nobody may have given up."""
    while proxy.made.total() < faults:
        time.sleep(0.1)
        place.check()
