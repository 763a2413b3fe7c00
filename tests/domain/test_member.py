"""The member: registered once, named, and heard about consent."""

from __future__ import annotations

from datetime import date

import pytest

from nurseapp.domain.apply import Status
from nurseapp.domain.ids import RecordId
from nurseapp.domain.member import (
    Consent,
    ConsentAnswer,
    ConsentRecorded,
    Member,
    MemberRegistered,
    MemberRevised,
    age_on,
    may_be_revised,
)
from nurseapp.domain.revising import FieldValue
from tests.builders import MEMBER, changes, consent, member, refused
from tests.world import World


def test_a_member_is_registered_once() -> None:
    world = World()
    assert world.does(MemberRegistered(member=member())) is Status.APPLIED
    assert world.get(Member, MEMBER) == member()
    with refused("exists", kind="member", record=MEMBER):
        world.does(MemberRegistered(member=member()))


@pytest.mark.parametrize("field", ["family_name", "number"])
def test_a_member_without_a_family_name_or_a_number_is_refused(field: str) -> None:
    nobody = member(**{field: " "})
    with refused("bad_value", kind="member", field=field):
        World().does(MemberRegistered(member=nobody))


@pytest.mark.parametrize(
    ("values", "may"),
    [
        ({"family_name": "Lima"}, True),
        ({"given_name": "", "birth_date": None}, True),
        ({"family_name": ""}, False),
        ({"given_name": "Ana", "number": ""}, False),
    ],
)
def test_a_member_is_put_right_to_somebody_who_can_be_told_from_others(
    values: dict[str, FieldValue], may: bool
) -> None:
    assert may_be_revised(member(), values) is may


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        (("Müller", "Zoë"), ("MULLER", "zoe"), True),
        (("O’Neil", "Mary-Ann"), ("o'neil", "mary ann"), True),
        (("Groß", "Ana  Luíza"), ("GROSS", "ana luiza"), True),
        (("Oliveira", "Maria"), ("Maria", "Oliveira"), False),
        (("Oliveira", "Maria"), ("Oliveir", "aMaria"), False),
        (("राम", ""), ("रीम", ""), False),
        (("כּהן", ""), ("כהן", ""), False),
    ],
)
def test_a_name_is_one_whatever_its_case_and_accents(
    one: tuple[str, str], other: tuple[str, str], are_one: bool
) -> None:
    first, second = (named(*names) for names in (one, other))
    assert (first == second) == are_one


def named(family_name: str, given_name: str) -> tuple[str, str, str]:
    """Give a name as it is compared."""
    found = member(family_name=family_name, given_name=given_name).named()
    assert found is not None
    return found.folded()


def test_whoever_has_no_birth_date_is_not_found_by_their_name() -> None:
    assert member(birth_date=None).named() is None


def test_a_telephone_number_is_put_right_without_a_supervisor() -> None:
    world = World.of(member())
    body = MemberRevised(
        record=MEMBER,
        changes=changes(phone=("+55 11 5550 1001", "+55 11 5550 7777"), interpreter=(False, True)),
    )
    assert world.does(body) is Status.APPLIED
    assert world.get(Member, MEMBER) == member(phone="+55 11 5550 7777", interpreter=True)


def test_every_answer_about_consent_is_kept() -> None:
    world = World()
    for answer in ConsentAnswer:
        body = ConsentRecorded(consent=RecordId(answer), to="case-management", answer=answer)
        assert world.does(body) is Status.APPLIED
    assert [c.answer for c in world.all(Consent)] == ["given", "declined", "withdrawn"]


def test_a_consent_says_until_when_who_heard_it_and_when() -> None:
    world = World()
    body = ConsentRecorded(
        consent=consent().id,
        to="case-management",
        answer=ConsentAnswer.GIVEN,
        until=date(2027, 3, 2),
    )
    world.does(body)
    assert world.all(Consent) == [consent(until=date(2027, 3, 2), at=world.now)]
    with refused("exists", kind="consent"):
        world.does(body)


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(1961, 5, 14), date(2026, 5, 13), 64),
        (date(1961, 5, 14), date(2026, 5, 14), 65),
        (date(2024, 2, 29), date(2025, 2, 28), 0),
        (date(2024, 2, 29), date(2025, 3, 1), 1),
        (date(2024, 2, 29), date(2028, 2, 29), 4),
        (date(2026, 3, 2), date(2026, 3, 2), 0),
    ],
)
def test_age_counts_full_years(birth: date, day: date, age: int) -> None:
    assert age_on(birth, day) == age
