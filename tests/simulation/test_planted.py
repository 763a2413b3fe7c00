"""Planted bugs are caught, each within a tenth of the histories that the command gives it."""

from __future__ import annotations

import pytest

from tests.simulation.__main__ import main
from tests.simulation.history import Plan, run
from tests.simulation.place import Place
from tests.simulation.planted.garden import PLANTS, chosen

HISTORIES = 50
CAUGHT_BY = {
    "another_epoch_is_taken_for_the_same": 24,
}
"""The history that caught a bug when it was planted last, where it was not the first."""


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_bug_is_caught(place: Place, name: str) -> None:
    seeds = dict.fromkeys([CAUGHT_BY.get(name, 0), *range(HISTORIES)])
    with PLANTS[name].planted():
        assert any(run(Plan(seed=seed), place).violation for seed in seeds)


def test_there_are_many_planted_bugs_and_each_says_what_it_is() -> None:
    assert len(PLANTS) >= 24
    assert all(plant.what.endswith(".") for plant in PLANTS.values())


def test_a_bug_that_nobody_planted_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(LookupError, match="no planted bug is called weeds"):
        chosen(["weeds"])
    assert main(["--planted", "weeds"]) == 2
    assert "weeds" in capsys.readouterr().err
