"""A screening: answered, signed for good, declined, corrected."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from nurseapp.domain.apply import Status, apply
from nurseapp.domain.member import Sex
from nurseapp.domain.restored import apply_again
from nurseapp.domain.scoring import score
from nurseapp.domain.screening import (
    Screening,
    ScreeningAnswered,
    ScreeningDeclined,
    ScreeningSigned,
    ScreeningState,
    check_may_screen,
)
from nurseapp.domain.streams import StreamKind
from tests.builders import ANA, BEN, SCREENING, conflict, event, member, refused, screening
from tests.forms import audit_c, form, phq_9
from tests.world import World

TODAY = date(2026, 3, 2)
NINE = dict.fromkeys("123456789", 1)


def answer(item: str, points: int | None) -> ScreeningAnswered:
    return ScreeningAnswered(
        screening=SCREENING, form="phq-9", version="1", language="pt-BR", item=item, points=points
    )


def signing(**values: Any) -> ScreeningSigned:
    default = ScreeningSigned(
        screening=SCREENING,
        form="phq-9",
        version="1",
        language="pt-BR",
        answers=NINE,
        sex=Sex.FEMALE,
        policy=phq_9(),
        total=9,
    )
    return replace(default, **values)


def declining(reason: str = "Too tired today") -> ScreeningDeclined:
    return ScreeningDeclined(
        screening=SCREENING, form="phq-9", version="1", language="pt-BR", reason=reason
    )


def found(world: World) -> Screening:
    return world.get(Screening, SCREENING)


def test_a_first_answer_starts_a_draft_of_its_author() -> None:
    world = World()
    assert world.does(answer("1", 2)) is Status.APPLIED
    assert found(world) == screening(at=world.now)


def test_answers_are_added_changed_and_taken_back() -> None:
    world = World()
    for item, points in (("1", 2), ("2", 0), ("1", 3), ("2", None), ("9", 1)):
        world.does(answer(item, points))
    assert found(world).answers == {"1": 3, "9": 1}
    assert found(world).at == world.now


def test_a_draft_is_its_authors_alone() -> None:
    for act in (answer("2", 1), signing(), declining()):
        with refused("not_author", screening=SCREENING):
            World.of(screening(), kind=StreamKind.BEHAVIOURAL).does(act, by=BEN)


def test_a_form_is_signed_complete_in_itself_whatever_became_of_the_draft() -> None:
    for world in (World(), World.of(screening(), kind=StreamKind.BEHAVIOURAL)):
        assert world.does(signing()) is Status.APPLIED
        assert found(world) == screening(
            state=ScreeningState.SIGNED,
            answers=NINE,
            sex=Sex.FEMALE,
            policy=phq_9(),
            score=score(phq_9(), NINE, Sex.FEMALE),
            at=world.now,
        )


def test_a_signed_screening_never_changes_again() -> None:
    world = World()
    world.does(signing())
    signed = found(world)
    for act in (answer("1", 0), signing(answers=dict.fromkeys("123456789", 0)), declining()):
        with refused("signed", screening=SCREENING, state="signed"):
            world.does(act, by=ANA)
    assert found(world) is signed


def test_a_total_that_the_authors_device_counted_otherwise_is_kept_for_review() -> None:
    for total in (8, None):
        world = World()
        assert world.does(signing(total=total)) is Status.APPLIED
        record = found(world)
        assert record.score is not None
        assert (record.differs, record.score.total) == (True, 9)


def test_a_form_is_scored_by_the_sex_that_was_signed() -> None:
    positive = []
    for sex in (Sex.FEMALE, Sex.MALE):
        world = World()
        three = {"1": 3, "2": 0, "3": 0}
        world.does(signing(form="audit-c", answers=three, policy=audit_c(), sex=sex, total=3))
        record = found(world)
        assert record.score is not None
        positive.append(record.score.positive)
    assert positive == [True, False]


def test_an_incomplete_form_is_not_signed() -> None:
    with refused("incomplete", answered=8, items=9):
        World().does(signing(answers=dict.fromkeys("12345678", 1)))


def test_points_or_a_policy_that_cannot_be_scored_are_refused() -> None:
    with refused("bad_points", item="9", points=4):
        World().does(signing(answers={**NINE, "9": 4}))
    with refused("bad_policy"):
        World().does(signing(policy=phq_9(items=("1",))))


def test_a_correction_is_a_new_screening_that_points_at_the_signed_one() -> None:
    world = World()
    world.does(signing())
    world.does(
        signing(screening="screening-2", answers={**NINE, "1": 0}, total=8, amends=SCREENING)
    )
    assert [(s.id, s.amends) for s in world.all(Screening)] == [
        (SCREENING, None),
        ("screening-2", SCREENING),
    ]


def test_a_correction_of_nothing_is_refused() -> None:
    with refused("no_such_record", kind="screening", record="screening-9"):
        World().does(signing(amends="screening-9"))


def test_a_member_may_decline_with_a_reason_before_or_after_the_first_answer() -> None:
    for world in (World(), World.of(screening(), kind=StreamKind.BEHAVIOURAL)):
        assert world.does(declining()) is Status.APPLIED
        assert (found(world).state, found(world).reason) == (
            ScreeningState.DECLINED,
            "Too tired today",
        )
        with refused("signed", state="declined"):
            world.does(declining())


def test_declining_needs_a_reason() -> None:
    with refused("bad_value", kind="screening", field="reason"):
        World().does(declining(" "))


@pytest.mark.parametrize("act", [answer("1", 2), signing(), declining()])
def test_a_screening_never_takes_the_place_of_another_record(act: Any) -> None:
    world = World.of(conflict(id=SCREENING), kind=StreamKind.BEHAVIOURAL)
    with refused("exists", kind="conflict", record=SCREENING):
        world.does(act)


@pytest.mark.parametrize(
    ("who", "code", "facts"),
    [
        ({"died_on": date(2018, 6, 1)}, "member_died", {"on": date(2018, 6, 1)}),
        ({"birth_date": None}, "birth_date_unknown", {"form": "PHQ-9"}),
        ({"birth_date": date(2020, 1, 1)}, "too_young", {"age": 6, "minimum": 12}),
        ({"birth_date": date(2014, 3, 3)}, "too_young", {"age": 11, "minimum": 12}),
    ],
)
def test_a_form_is_not_opened_for_somebody_it_was_not_made_for(
    who: dict[str, Any], code: str, facts: dict[str, Any]
) -> None:
    with refused(code, **facts):
        check_may_screen(form(minimum_age=12), member(**who), TODAY)


def test_a_form_is_opened_from_the_birthday_on() -> None:
    check_may_screen(form(minimum_age=12), member(birth_date=date(2014, 3, 2)), TODAY)


def test_an_answer_that_was_accepted_once_comes_back_after_the_form_was_signed() -> None:
    world = World.of(screening(state=ScreeningState.SIGNED), kind=StreamKind.BEHAVIOURAL)
    before = world.stream(StreamKind.BEHAVIOURAL)
    assert apply_again(before, event(answer("2", 3))) is before


def test_an_answer_that_was_accepted_once_stays_with_the_form_that_was_declined() -> None:
    world = World.of(screening(state=ScreeningState.DECLINED), kind=StreamKind.BEHAVIOURAL)
    late = event(answer("2", 3))
    form = apply_again(world.stream(StreamKind.BEHAVIOURAL), late).get(Screening, SCREENING)
    assert (form.state, form.answers) == (ScreeningState.DECLINED, {"1": 2, "2": 3})


def test_an_answer_that_was_accepted_once_is_taken_into_the_draft_like_any_other() -> None:
    before = World().stream(StreamKind.BEHAVIOURAL)
    late = event(answer("2", 3))
    assert apply_again(before, late) == apply(before, late)


def test_nobody_brings_answers_back_into_a_colleagues_form() -> None:
    world = World.of(screening(state=ScreeningState.SIGNED), kind=StreamKind.BEHAVIOURAL)
    theirs = event(answer("2", 3), author=BEN)
    with refused("signed", screening=SCREENING):
        apply_again(world.stream(StreamKind.BEHAVIOURAL), theirs)
