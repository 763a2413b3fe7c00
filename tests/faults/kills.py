"""Programs killed at random points under load: desktops, the API, PostgreSQL.

Each victim goes on after its kill with what it left; the others never stop. In the end everything
is let run to its end, and the account is settled.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass

from tests.faults.accounts import Account, account_of
from tests.faults.field import Field, open_field

_LONGEST_LIFE_S = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Kills:
    """How many kills of each kind."""

    clients: int = 200
    apis: int = 200
    postgres: int = 12

    def share(self, of: int) -> Kills:
        """Give one part of so many of each count, at least one."""
        return Kills(
            clients=max(1, self.clients // of),
            apis=max(1, self.apis // of),
            postgres=max(1, self.postgres // of),
        )


def run(kills: Kills, seed: int) -> tuple[Account, list[str]]:
    """Make so many kills in random order; give the account, and lines for the report."""
    began = time.monotonic()
    with open_field(seed) as place:
        place.enrol()
        place.begin()
        killed = make(place, kills)
        place.finish()
        account = account_of(place)
    told = ", ".join(f"{who} {count}" for who, count in sorted(killed.items()))
    return account, [
        f"- seed {seed}: {killed.total()} kills with SIGKILL: {told};"
        f" {time.monotonic() - began:.0f} s",
        *account.lines(),
    ]


def make(place: Field, kills: Kills, longest_s: float = _LONGEST_LIFE_S) -> Counter[str]:
    """Kill in a random order, each after a random while; say who was killed how often."""
    whom = ["client"] * kills.clients + ["api"] * kills.apis + ["postgres"] * kills.postgres
    place.chance.shuffle(whom)
    killed: Counter[str] = Counter()
    for who in whom:
        time.sleep(place.chance.random() * longest_s)
        if who == "client":
            desktop = place.chance.choice(place.desktops)
            desktop.kill()
            desktop.begin()
            killed["a desktop"] += 1
        elif who == "api":
            killed[f"{place.api.kill(place.chance)} of the API"] += 1
        else:
            killed[f"{place.kill_postgres(place.chance)} of PostgreSQL"] += 1
    return killed
