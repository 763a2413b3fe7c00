"""The command that tries what merging promises: it counts, and it finds what does not hold."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.properties import MODULES, main, properties_of, try_out


@given(st.integers())
def half_of_an_even_number_is_whole(number: int) -> None:
    assume(number % 2 == 0)
    assert number // 2 * 2 == number


@given(st.integers())
def every_number_is_small(number: int) -> None:
    assert number < 1000


def test_only_cases_that_were_tried_to_the_end_count() -> None:
    tried = try_out(half_of_an_even_number_is_whole, 200, seed=1)
    assert (tried.cases, tried.found) == (200, "")
    assert tried.name == "half of an even number is whole"


def test_what_does_not_hold_is_found() -> None:
    assert "1000" in try_out(every_number_is_small, 200, seed=1).found


def test_every_property_of_merging_is_tried(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--cases", "1"]) == 0
    count = sum(1 for module in MODULES for _ in properties_of(module))
    assert f"properties {count}, cases " in capsys.readouterr().out
    assert count > 20
