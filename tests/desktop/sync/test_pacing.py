"""How long until the next round."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nurseapp.desktop.sync.pacing import (
    EVERY_S,
    JITTER_S,
    LONGEST_ASKED_S,
    LONGEST_S,
    pause_s,
)
from tests.domain import profiles

profiles.use()

DRAW = st.floats(0, 1)


@given(DRAW)
def test_while_all_is_well_rounds_keep_their_rhythm_a_little_apart(draw: float) -> None:
    assert EVERY_S <= pause_s(0, draw) <= EVERY_S + JITTER_S


def test_each_failure_doubles_what_chance_chooses_from_up_to_a_bound() -> None:
    longest = [pause_s(failures, 1) for failures in range(1, 100)]
    assert longest[:4] == [8, 16, 32, 64]
    assert max(longest) == longest[-1] == LONGEST_S


@given(st.integers(1, 10**6), DRAW)
def test_chance_chooses_from_the_whole_span(failures: int, draw: float) -> None:
    assert pause_s(failures, 0) == 0
    assert 0 <= pause_s(failures, draw) <= pause_s(failures, 1)


@given(st.integers(1, 100), DRAW, st.floats(0, LONGEST_ASKED_S))
def test_nobody_comes_back_before_the_server_asked_for_it(
    failures: int, draw: float, asked_s: float
) -> None:
    assert pause_s(failures, draw, asked_s) >= asked_s


def test_a_server_that_asks_for_a_year_is_asked_again_within_the_hour() -> None:
    assert pause_s(1, 0, 365 * 24 * 3600) == LONGEST_ASKED_S
