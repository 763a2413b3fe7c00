"""The gate of the desktop: from a passphrase to an open desk.

Runs on the store's thread. Imports what is heavy when it is first asked, so that the lock page is
on the screen before that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nurseapp.desktop.surroundings import Surroundings
from nurseapp.desktop.ui.lock.people import Enrolling, Person

if TYPE_CHECKING:
    from nurseapp.desktop.composition import Opened
    from nurseapp.desktop.services.people import People
    from nurseapp.desktop.storage.vault import Owner


class DeskGate:
    """Let people in."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings
        self._people: People | None = None

    def here(self) -> tuple[Person, ...]:
        """List whose vaults are on this computer."""
        return tuple(
            Person(key=_key(owner), name=owner.name, place=owner.organisation)
            for owner in self._get_people().here()
        )

    def unlock(self, key: str, passphrase: str) -> Opened:
        """Open a vault and its desk."""
        from nurseapp.desktop.composition import open_desk

        people = self._get_people()
        return open_desk(people.unlock(self._owner(key), passphrase), self._surroundings)

    def check(self, owner: Owner, passphrase: str) -> None:
        """Try the passphrase of a vault that is open; raise as :meth:`unlock` does."""
        self._get_people().check(owner, passphrase)

    def enrol(self, enrolling: Enrolling) -> Opened:
        """Sign in, make a vault, and open its desk."""
        from nurseapp.desktop.composition import open_desk
        from nurseapp.desktop.services.people import Enrolment

        enrolment = Enrolment(
            server=enrolling.server,
            user=enrolling.user,
            password=enrolling.password,
            passphrase=enrolling.passphrase,
        )
        return open_desk(self._get_people().enrol(enrolment), self._surroundings)

    def _get_people(self) -> People:
        if self._people is None:
            from nurseapp.desktop.composition import people_here

            self._people = people_here(self._surroundings)
        return self._people

    def _owner(self, key: str) -> Owner:
        return next(owner for owner in self._get_people().here() if _key(owner) == key)


def _key(owner: Owner) -> str:
    return f"{owner.user}@{owner.server}"
