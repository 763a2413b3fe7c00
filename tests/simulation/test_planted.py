"""Planted bugs are caught. Here some that a few histories find; the command plants all."""

from __future__ import annotations

import pytest

from tests.simulation.__main__ import main
from tests.simulation.history import Plan, run
from tests.simulation.place import Place
from tests.simulation.planted.garden import PLANTS, chosen

QUICK = (
    "acknowledged_by_position",
    "purged_before_sent",
    "sent_events_are_not_shown",
    "no_memory_of_events",
    "dead_letters_are_not_kept",
    "revisions_have_gaps",
    "anybody_may_pull_anything",
    "the_last_writer_wins",
    "safety_waits_its_turn",
)
HISTORIES = 10


@pytest.mark.parametrize("name", QUICK)
def test_a_planted_bug_is_caught(place: Place, name: str) -> None:
    with PLANTS[name].planted():
        outcomes = (run(Plan(seed=seed), place) for seed in range(HISTORIES))
        assert any(outcome.violation for outcome in outcomes)


def test_there_are_many_planted_bugs_and_each_says_what_it_is() -> None:
    assert len(PLANTS) >= 24
    assert all(plant.what.endswith(".") for plant in PLANTS.values())


@pytest.mark.parametrize("name", PLANTS)
def test_each_bug_finds_the_function_that_it_replaces(name: str) -> None:
    with PLANTS[name].planted():
        pass


def test_a_bug_that_nobody_planted_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(LookupError, match="no planted bug is called weeds"):
        chosen(["weeds"])
    assert main(["--planted", "weeds"]) == 2
    assert "weeds" in capsys.readouterr().err
