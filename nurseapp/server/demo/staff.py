"""Who works in the example organisation, and how they sign in. Nobody here is a real person.

Every password and passphrase is public: the example organisation, and only it, may have such.
"""

from __future__ import annotations

from dataclasses import dataclass

from nurseapp.domain.ids import TeamId, UserId
from nurseapp.domain.policy import Role

ORGANISATION = "Example organisation"
PASSPHRASE = "five herons by the quiet pond"  # noqa: S105  # public on purpose, of an example that says so
NORTH = TeamId("north")
SOUTH = TeamId("south")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who signs in."""

    login: UserId
    name: str
    role: Role
    team: TeamId

    @property
    def password(self) -> str:
        """The public password of this login."""
        return f"example password of {self.login}"

    @property
    def short_name(self) -> str:
        """The name as plans have it: ``A. Osei``."""
        given, _, family = self.name.partition(",")[0].partition(" ")
        return f"{given[0]}. {family}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """How to come in: the people, and the passphrase that the desktop of the example proposes."""

    organisation: str
    people: tuple[Person, ...]
    passphrase: str


def demo_credentials() -> Credentials:
    """Give everything that somebody needs to try the example organisation."""
    return Credentials(organisation=ORGANISATION, people=STAFF, passphrase=PASSPHRASE)


def _person(login: str, name: str, role: Role, team: TeamId) -> Person:
    return Person(login=UserId(login), name=name, role=role, team=team)


STAFF = (
    _person("amara", "Amara Osei, RN", Role.NURSE, NORTH),
    _person("tomas", "Tomás Herrera, RN", Role.NURSE, NORTH),
    _person("ingrid", "Ingrid Solberg, RN", Role.NURSE, NORTH),
    _person("farah", "Farah Qureshi, RN", Role.NURSE, NORTH),
    _person("helen", "Helen Brandt, RN", Role.SUPERVISOR, NORTH),
    _person("meiling", "Mei-Ling Tan, RN", Role.NURSE, SOUTH),
    _person("joseph", "Joseph Kamau, RN", Role.NURSE, SOUTH),
    _person("lucia", "Lucía Ferreyra, RN", Role.NURSE, SOUTH),
    _person("daniel", "Daniel Okafor-Reid, RN", Role.NURSE, SOUTH),
    _person("ruth", "Ruth Adler, RN", Role.SUPERVISOR, SOUTH),
)
NURSES = tuple(person for person in STAFF if person.role is Role.NURSE)


def supervisor_of(team: TeamId) -> Person:
    """Give the supervisor of a team."""
    return next(p for p in STAFF if p.team == team and p.role is Role.SUPERVISOR)
