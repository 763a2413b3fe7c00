"""Planted bugs are caught, each within a tenth of the histories that the command gives it."""

from __future__ import annotations

import pytest

from tests.simulation.__main__ import main
from tests.simulation.history import Plan, run
from tests.simulation.place import Place
from tests.simulation.planted.garden import PLANTS, chosen

HISTORIES = 50
CAUGHT_BY = {
    "acknowledged_by_position": 1,
    "absence_is_the_end": 4,
    "cursor_before_data": 2,
    "a_refused_event_blocks_the_rest": 2,
    "another_epoch_is_taken_for_the_same": 2,
    "sent_events_are_not_sent_again": 1,
    "orders_are_never_acknowledged": 3,
    "orders_are_thrown_away": 3,
    "a_refill_forgets_what_was_done": 11,
    "what_must_wait_is_overtaken": 10,
    "anybody_may_pull_anything": 4,
    "a_restored_server_is_the_same": 1,
    "a_stale_assignment_is_taken": 5,
    "what_is_signed_can_change": 10,
    "clocks_decide": 9,
    "the_delete_wins": 30,
    "the_last_writer_wins": 1,
    "the_first_writer_wins_silently": 1,
    "a_name_is_changed_by_anybody": 3,
    "texts_are_replaced": 2,
    "sets_are_replaced": 4,
    "conflicts_have_chance_names": 1,
    "an_error_erases_the_note": 3,
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
