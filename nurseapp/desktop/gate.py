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
    from nurseapp.desktop.services.browsing import Browsing
    from nurseapp.desktop.services.people import People, Unlocked
    from nurseapp.desktop.storage.vault import Owner


class DeskGate:
    """Let people in."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings
        self._people: People | None = None
        self._open: Owner | None = None
        self._told_older: set[str] = set()

    def here(self) -> tuple[Person, ...]:
        """List whose vaults are on this computer."""
        people = self._get_people()
        known = (
            Person(
                key=_key(owner),
                name=owner.name,
                place=owner.organisation,
                user=owner.user,
                server=owner.server,
            )
            for owner in people.here()
        )
        unknown = (
            Person(key=folder, name=user, user=user, is_damaged=True)
            for folder, user in people.unreadable().items()
        )
        return (*known, *unknown)

    def make_ready(self) -> None:
        """Load what would else be loaded while somebody waits for their desk."""
        import nurseapp.desktop.composition  # noqa: F401  # all that an open desk needs

    def unlock(
        self, key: str, passphrase: str, password: str = "", code: str = "", enrolment: str = ""
    ) -> Opened:
        """Open a vault and its desk; an older copy of it only once that was told."""
        from nurseapp.desktop.services.people import Account
        from nurseapp.desktop.storage.circumstances import VaultError

        account = Account(password=password, code=code, enrolment=enrolment)
        people, owner = self._get_people(), self._owner(key)
        try:
            unlocked = people.unlock(
                owner, passphrase, account, accepts_older=key in self._told_older
            )
        except VaultError as error:
            if error.code == "older_copy":
                self._told_older.add(key)
            raise
        return self._opened(unlocked)

    def who_is_in(self) -> str:
        """Give the key of whose vault is open; empty where none is."""
        return "" if self._open is None else _key(self._open)

    def change_passphrase(self, now: str, then: str) -> None:
        """Change the passphrase of the vault that is open; raise as :meth:`unlock` does."""
        if self._open is not None:
            self._get_people().change_passphrase(self._open, now, then)

    def check(self, passphrase: str) -> None:
        """Try the passphrase of the vault that is open; raise as :meth:`unlock` does."""
        if self._open is not None:
            self._get_people().check(self._open, passphrase)

    def enter(self, enrolling: Enrolling) -> Opened:
        """Unlock where that person is here already, else enrol."""
        for owner in self._get_people().here():
            if (owner.user, owner.server) == (enrolling.user, enrolling.server):
                return self.unlock(_key(owner), enrolling.passphrase)
        return self.enrol(enrolling)

    def browsing(self, server: str, user: str) -> Browsing:
        """Give a new computer's way to sign in with its browser; `user` is whose it must be."""
        return self._get_people().browsing(server, user)

    def enrol(self, enrolling: Enrolling) -> Opened:
        """Sign in, make a vault, and open its desk."""
        from nurseapp.desktop.services.people import Enrolment

        enrolment = Enrolment(
            server=enrolling.server,
            user=enrolling.user,
            password=enrolling.password,
            passphrase=enrolling.passphrase,
            is_again=enrolling.is_again,
            code=enrolling.code,
            enrolment=enrolling.enrolment,
            arrived=enrolling.arrived,
        )
        return self._opened(self._get_people().enrol(enrolment))

    def _opened(self, unlocked: Unlocked) -> Opened:
        from nurseapp.desktop.composition import open_desk

        self._open = unlocked.owner
        people = self._get_people()
        owner = unlocked.owner
        return open_desk(
            unlocked,
            self._surroundings,
            lambda: people.remove(owner),
            lambda: people.leave(owner),
        )

    def _get_people(self) -> People:
        if self._people is None:
            from nurseapp.desktop.composition import people_here

            self._people = people_here(self._surroundings)
        return self._people

    def _owner(self, key: str) -> Owner:
        people = self._get_people()
        found = (owner for owner in people.here() if _key(owner) == key)
        return next(found, None) or people.look_at(key)


def _key(owner: Owner) -> str:
    return f"{owner.user}@{owner.server}"
