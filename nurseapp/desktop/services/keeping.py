"""What this computer keeps, and what a person does about entries that the server refused.

A refused entry stays on the server with its reason whatever is done here: it is a dead letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nurseapp.desktop.services.authorship import Author
from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.desktop.storage.keeping_store import KeepingStore
from nurseapp.domain.ids import EventId
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.streams import case_of

RETRIED = "retried"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How much is on this computer: ``size`` in bytes, encrypted, ``since`` when, aware UTC."""

    size: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Keeping:
    """Tells what is here, and retries or withdraws; runs on the store's thread."""

    store: CaseStore
    keeping_store: KeepingStore
    author: Author

    def kept(self) -> Kept:
        """Tell how much is kept here, and since when."""
        held = self.keeping_store.held()
        return Kept(size=held.size, since=held.since)

    def retry(self, refused: EventId) -> None:
        """Do the same act again, as an act of now; the refused one is settled by that.

        Raises:
            DomainError: the act is refused as it stands now, or ``no_such_entry``.
        """
        before = self.keeping_store.refused(refused)
        again = self.author.event(case_of(before.stream), before.body, undoes=before.undoes)
        self.store.append([again])
        self.keeping_store.withdraw(refused, RETRIED)

    def withdraw(self, refused: EventId, why: str) -> None:
        """Take a refused entry off the list, for a reason in the person's words.

        Raises:
            DomainError: ``no_reason`` without one, ``no_such_entry``.
        """
        if not why.strip():
            raise DomainError("no_reason")
        self.keeping_store.withdraw(refused, why.strip())
