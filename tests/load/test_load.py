"""A tenth of the load that ``python -m tests.load`` makes, with every run of the tests."""

import sys

import pytest

from tests.load import clients

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="what a process uses is read as Linux tells it"
)


def test_fifty_nurses_at_once_meet_no_error() -> None:
    plan = clients.Plan(clients=50, cycle_s=4.0, cycles=2, warm_up=1)

    outcome = clients.run(plan)

    assert outcome.is_clean, outcome.lines(plan)
    assert len(outcome.tally.seconds["push"]) >= 50
