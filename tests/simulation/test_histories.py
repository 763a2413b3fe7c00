"""Histories of people who work while everything goes wrong: every promise holds."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from tests.architecture.project import ROOT
from tests.simulation.history import Outcome, Plan, run, run_with_twin
from tests.simulation.place import Place
from tests.simulation.seeds import kept_plans, line_of

SEEDS = 300


@pytest.mark.parametrize("seed", range(SEEDS))
def test_in_a_history_every_promise_holds(place: Place, seed: int) -> None:
    assert run_with_twin(Plan(seed=seed), place).violation is None


def test_histories_that_once_failed_fail_no_more(place: Place) -> None:
    failed = {line_of(plan): run_with_twin(plan, place).violation for plan in kept_plans()}
    assert not any(failed.values()), failed


def test_histories_are_full_of_work_and_of_faults(place: Place) -> None:
    outcomes = [run(Plan(seed=seed), place) for seed in range(100, 104)]
    assert sum(outcome.events for outcome in outcomes) > 40
    assert sum(outcome.faults.total() for outcome in outcomes) > 40
    assert len({outcome.trace for outcome in outcomes}) == len(outcomes)


def test_more_people_and_more_computers_keep_the_promises_too(place: Place) -> None:
    assert run(Plan(seed=3, clients=8), place).violation is None


def test_the_same_seed_gives_the_same_trace(place: Place) -> None:
    assert run(Plan(seed=7), place).trace == run(Plan(seed=7), place).trace


def test_clocks_change_nothing_but_times(place: Place) -> None:
    def shape(plan: Plan) -> Outcome:
        return run(plan, place, has_shape=True)

    plan = Plan(seed=11)
    assert shape(plan).shape == shape(replace(plan, clocks=1)).shape
    assert shape(plan).shape == shape(replace(plan, clocks=None)).shape
    assert run(plan, place).trace != run(replace(plan, clocks=1), place).trace


@pytest.mark.parametrize("seed", [5, 276])  # 276: an answer dated by a clock that is not ours
def test_over_a_real_connection_a_history_goes_the_same_way(
    place: Place, http_place: Place, seed: int
) -> None:
    plan = Plan(seed=seed)
    here, there = run(plan, place, has_shape=True), run(plan, http_place, has_shape=True)
    assert there.violation is None
    assert here.shape == there.shape


def test_another_process_gives_the_same_trace(place: Place) -> None:
    plan = Plan(seed=2, steps=tuple(range(40)))
    command = [sys.executable, "-m", "tests.simulation", "--jobs", "1", "--replay", line_of(plan)]
    said = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "1"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert f"trace {run(plan, place).trace}" in said
