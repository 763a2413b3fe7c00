"""Scores against the published rules, a table each.

PHQ-9: Kroenke 2001 and the authors' manual (bands, cut-off 10, the pattern of major and of other
depression). AUDIT-C: Bush 1998 (PMID 9738608) for men, Bradley 2003 (PMID 12695273) for women;
at 5 points the VA asks for action.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nurseapp.domain.form import Policy
from nurseapp.domain.member import Sex
from nurseapp.domain.scoring import score, skipped_items
from tests.builders import refused
from tests.forms import audit_c, phq_9


def answers(points: str) -> dict[str, int]:
    """Read «2,0,-» as points in the order of the items; «-» was not answered."""
    return {str(n): int(p) for n, p in enumerate(points.split(","), start=1) if p != "-"}


NINE = [
    # items 1 to 9, total, band, pattern, alert of item 9
    ("0,0,0,0,0,0,0,0,0", 0, "minimal", "none", False),
    ("1,1,1,1,1,1,1,1,1", 9, "mild", "none", True),
    ("2,0,2,2,2,0,0,0,1", 9, "mild", "major", True),
    ("2,0,2,0,0,0,0,0,0", 4, "minimal", "other", False),
    ("2,0,2,2,0,0,0,0,1", 7, "mild", "other", True),
    ("2,2,2,2,1,0,0,0,0", 9, "mild", "other", False),
    ("2,2,2,2,2,0,0,0,0", 10, "moderate", "major", False),
    ("2,0,2,2,2,2,0,0,0", 10, "moderate", "major", False),
    ("2,1,0,0,0,0,0,0,0", 3, "minimal", "none", False),
    ("0,0,3,3,3,3,3,3,0", 18, "moderately-severe", "none", False),
    ("1,1,0,0,0,0,0,0,1", 3, "minimal", "none", True),
    ("0,0,0,0,0,0,0,0,3", 3, "minimal", "none", True),
    ("1,1,1,1,0,0,0,0,0", 4, "minimal", "none", False),
    ("1,1,1,1,1,0,0,0,0", 5, "mild", "none", False),
    ("3,3,3,3,2,0,0,0,0", 14, "moderate", "major", False),
    ("3,3,3,3,3,0,0,0,0", 15, "moderately-severe", "major", False),
    ("3,3,3,3,3,3,1,0,0", 19, "moderately-severe", "major", False),
    ("3,3,3,3,3,3,2,0,0", 20, "severe", "major", False),
    ("3,3,3,3,3,3,3,3,3", 27, "severe", "major", True),
    ("0,2,0,0,0,0,0,0,1", 3, "minimal", "other", True),
    ("0,0,2,2,2,2,2,0,0", 10, "moderate", "none", False),
]


@pytest.mark.parametrize(("points", "total", "band", "pattern", "alert"), NINE)
def test_a_complete_phq_9_is_scored_as_its_manual_says(
    points: str, total: int, band: str, pattern: str, alert: bool
) -> None:
    found = score(phq_9(), answers(points))
    assert (found.complete, found.answered, found.items) == (True, 9, 9)
    assert (found.total, found.band, found.algorithm) == (total, band, pattern)
    assert found.positive is (total >= 10)
    assert found.alerts == (("item-9",) if alert else ())
    assert found.cautions == ()


@pytest.mark.parametrize(
    ("points", "answered", "alert"),
    [
        ("2,2,2,2,2,2,2,2,-", 8, False),
        ("-,-,-,-,-,-,-,-,1", 1, True),
        ("3,3,3,3,3,3,3,-,3", 8, True),
        ("-,-,-,-,-,-,-,-,-", 0, False),
        ("-,-,-,-,-,-,-,-,0", 1, False),
    ],
)
def test_an_incomplete_phq_9_has_no_total_but_alarms_all_the_same(
    points: str, answered: int, alert: bool
) -> None:
    found = score(phq_9(), answers(points))
    assert (found.complete, found.answered) == (False, answered)
    assert (found.total, found.band, found.positive, found.algorithm) == (None, None, None, None)
    assert found.alerts == (("item-9",) if alert else ())


F, M, U = Sex.FEMALE, Sex.MALE, Sex.UNKNOWN
THREE = [
    # items 1 to 3, sex, total, positive, cautions
    ("0,0,0", F, 0, False, ()),
    ("3,0,0", F, 3, True, ("q1-only",)),
    ("3,0,0", M, 3, False, ("q1-only",)),
    ("4,0,0", M, 4, True, ("q1-only",)),
    ("4,0,0", F, 4, True, ("q1-only",)),
    ("1,2,0", F, 3, True, ()),
    ("1,2,0", M, 3, False, ()),
    ("2,1,1", M, 4, True, ()),
    ("1,2,2", M, 5, True, ("va-5",)),
    ("2,0,1", F, 3, True, ()),
    ("1,1,0", F, 2, False, ()),
    ("4,2,2", M, 8, True, ("va-5",)),
    ("4,4,4", F, 12, True, ("va-5",)),
    ("2,1,0", U, 3, True, ("sex-unknown",)),
    ("1,1,0", U, 2, False, ("sex-unknown",)),
    ("3,0,0", U, 3, True, ("sex-unknown", "q1-only")),
]


@pytest.mark.parametrize(("points", "sex", "total", "positive", "cautions"), THREE)
def test_a_complete_audit_c_is_scored_by_the_cut_off_of_the_sex(
    points: str, sex: Sex, total: int, positive: bool, cautions: tuple[str, ...]
) -> None:
    found = score(audit_c(), answers(points), sex)
    assert (found.complete, found.total, found.positive) == (True, total, positive)
    assert found.cautions == cautions
    assert (found.band, found.algorithm, found.alerts) == (None, None, ())


def test_never_drinking_completes_the_audit_c_with_nothing_more_to_ask() -> None:
    found = score(audit_c(), answers("0,-,-"), F)
    assert (found.complete, found.answered, found.items) == (True, 3, 3)
    assert (found.total, found.positive, found.cautions) == (0, False, ())
    assert skipped_items(audit_c(), answers("0,-,-")) == ("2", "3")


@pytest.mark.parametrize("points", ["1,-,-", "-,0,0", "0,0,-", "0,-,1", "-,-,-", "4,4,-"])
def test_an_incomplete_audit_c_has_no_total_and_no_caution(points: str) -> None:
    found = score(audit_c(), answers(points), U)
    assert (found.complete, found.total, found.positive) == (False, None, None)
    assert found.cautions == ()


def test_no_item_is_skipped_once_another_was_answered_or_where_it_must_be_asked() -> None:
    for points in ("0,1,-", "0,0,-", "0,-,0", "1,-,-", "0,0,0"):
        assert skipped_items(audit_c(), answers(points)) == ()
    assert skipped_items(audit_c(), {}) == ()
    assert skipped_items(phq_9(), answers("0,-,-,-,-,-,-,-,-")) == ()


def test_the_caution_for_action_is_asked_for_by_the_policy_alone() -> None:
    assert score(audit_c(action_at=None), answers("4,4,4"), F).cautions == ()
    assert score(audit_c(action_at=8), answers("4,4,0"), F).cautions == ("va-8",)


def test_answers_that_the_form_does_not_score_are_left_aside() -> None:
    found = score(phq_9(), {**answers("1,1,1,1,1,1,1,1,0"), "difficulty": 99})
    assert (found.total, found.answered) == (8, 9)


@pytest.mark.parametrize("points", [-1, 4])
def test_points_that_no_option_gives_are_refused_complete_or_not(points: int) -> None:
    with refused("bad_points", item="4", points=points, highest=3):
        score(phq_9(), {"4": points})


def test_a_total_below_every_band_has_none() -> None:
    policy = phq_9(bands=phq_9().bands[1:])
    assert score(policy, answers("1,1,1,1,0,0,0,0,0")).band is None


@pytest.mark.parametrize(
    "policy",
    [
        phq_9(items=tuple("12345678")),
        phq_9(items=()),
        audit_c(items=("1",)),
        audit_c(items=tuple("1234")),
        audit_c(positive_at={Sex.MALE: 4, Sex.FEMALE: 3}),
        phq_9(positive_at={}),
    ],
)
def test_a_policy_that_does_not_fit_its_scoring_is_refused(policy: Policy) -> None:
    with refused("bad_policy", scoring=policy.scoring.value):
        score(policy, {})


POLICIES = st.sampled_from([phq_9(), audit_c()])


@st.composite
def filled(draw: st.DrawFn) -> tuple[Policy, dict[str, int], Sex]:
    policy = draw(POLICIES)
    points: Any = {item: st.integers(0, policy.highest) for item in policy.items}
    return policy, draw(st.fixed_dictionaries({}, optional=points)), draw(st.sampled_from(Sex))


@given(filled())
def test_unanswered_is_never_zero(given_: tuple[Policy, dict[str, int], Sex]) -> None:
    policy, points, sex = given_
    found = score(policy, points, sex)
    asked = set(policy.items) - set(skipped_items(policy, points))
    assert found.complete is (asked <= points.keys())
    assert (found.total is None) is (found.positive is None) is (not found.complete)
    if found.complete:
        assert found.total == sum(points.values())
        assert found.positive is (found.total >= policy.positive_at[sex])


@given(filled())
def test_an_answer_above_zero_to_a_safety_item_always_alarms(
    given_: tuple[Policy, dict[str, int], Sex],
) -> None:
    policy, points, sex = given_
    alarms = {f"item-{item}" for item in policy.safety_items if points.get(item, 0) > 0}
    assert set(score(policy, points, sex).alerts) == alarms
