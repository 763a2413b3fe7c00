"""Entering people: what is wrong is refused, who is entered may sign in and is listed."""

from dataclasses import replace

import pytest

from nurseapp.domain.directory import StaffListed, StaffMember
from nurseapp.domain.ids import EventId, RecordId, TeamId, UserId, derived_id
from nurseapp.domain.policy import Role
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.streams import ORG_STREAM
from nurseapp.server.passwords import LONGEST, SHORTEST, Passwords
from nurseapp.server.people import NewPerson, create_person
from nurseapp.server.store import people
from nurseapp.server.store.acting import server_transaction
from tests.server.organisation import CHEAP, PASSWORD, Organisation

ZOE = NewPerson(login=UserId("zoe"), name="Zoë Müller", role=Role.NURSE, team=TeamId("north"))


def enter(organisation: Organisation, new: NewPerson, password: str = PASSWORD) -> None:
    """Enter somebody."""
    with server_transaction(organisation.engine) as connection:
        create_person(connection, passwords(), new, password, organisation.now)


def passwords() -> Passwords:
    """Make passwords cheap."""
    return Passwords(CHEAP, bytes)


def test_who_is_entered_may_sign_in_and_is_listed_as_staff(organisation: Organisation) -> None:
    enter(organisation, ZOE)

    with server_transaction(organisation.engine) as connection:
        found = people.find(connection, "zoe")
    assert found is not None
    assert passwords().match(PASSWORD, found.password)
    assert PASSWORD not in found.password
    listed = [r for r in organisation.records(ORG_STREAM) if isinstance(r, StaffMember)]
    assert [(r.name, r.role, r.team) for r in listed if r.id == "zoe"] == [
        ("Zoë Müller", "nurse", "north")
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"login": "Zoe"}, "bad_login"),
        ({"login": ""}, "bad_login"),
        ({"login": "z" * 41}, "bad_login"),
        ({"team": "North Team"}, "bad_team"),
        ({"name": " "}, "bad_name"),
        ({"name": "Zoë\nMüller"}, "bad_name"),
        ({"role": Role.FEED}, "bad_role"),
        ({"team": None}, "team_missing"),
        ({"login": "amara"}, "exists"),
    ],
)
def test_what_is_wrong_is_refused_and_nobody_is_entered(
    organisation: Organisation, change: dict[str, str], code: str
) -> None:
    before = organisation.records(ORG_STREAM)

    with pytest.raises(DomainError) as refusal:
        enter(organisation, replace(ZOE, **change))  # type: ignore[arg-type]  # bad on purpose

    assert refusal.value.code == code
    assert organisation.records(ORG_STREAM) == before


@pytest.mark.parametrize(
    ("password", "code"),
    [("p" * (SHORTEST - 1), "short_password"), ("p" * (LONGEST + 1), "long_password")],
)
def test_a_password_has_a_length(organisation: Organisation, password: str, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        enter(organisation, ZOE, password)

    assert refusal.value.code == code


def test_the_same_characters_typed_another_way_are_the_same_password() -> None:
    composed, decomposed = "Zoë's fine password", "Zoe\u0308's fine password"

    assert passwords().match(decomposed, passwords().hashed(composed))


def test_nobodys_password_is_never_right() -> None:
    assert passwords().match(bytes(32).decode(), None) is False


def test_nobody_is_entered_who_cannot_be_listed(organisation: Organisation) -> None:
    staff = StaffMember(id=RecordId("zoe"), name="Somebody else", role="nurse", team=None)
    event = organisation.event("hospital", ORG_STREAM, StaffListed(person=staff))
    taken = derived_id("staff", ZOE.login, ZOE.name, "nurse", "north")
    organisation.receive(replace(event, id=EventId(taken)))

    with pytest.raises(DomainError) as refusal:
        enter(organisation, ZOE)

    assert refusal.value.code == "forked"
    with server_transaction(organisation.engine) as connection:
        assert people.find(connection, "zoe") is None
