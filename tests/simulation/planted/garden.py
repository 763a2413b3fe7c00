"""All planted bugs by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.simulation.planted import desktop, rules, server
from tests.simulation.planted.plant import Plant

PLANTS: Mapping[str, Plant] = {
    plant.name: plant for plant in (*desktop.PLANTS, *server.PLANTS, *rules.PLANTS)
}


def chosen(names: Sequence[str]) -> tuple[Plant, ...]:
    """Give the plants of these names, all of them for none; refuse a name that no plant has."""
    unknown = sorted(set(names) - PLANTS.keys())
    if unknown:
        raise LookupError(f"no planted bug is called {', '.join(unknown)}")
    return tuple(PLANTS[name] for name in names or PLANTS)
