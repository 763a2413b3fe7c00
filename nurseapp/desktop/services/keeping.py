"""What this computer keeps, and what a person does about entries that wait or were refused.

A refused entry stays on the server with its reason whatever is done here: it is a dead letter; and
one that waits goes up whatever is done here. What is done about it is an event of its own, which
names it and goes up.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from nurseapp.desktop.services.authorship import Author
from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.desktop.storage.keeping_store import KeepingStore
from nurseapp.domain.events import Event
from nurseapp.domain.ids import CaseId, EventId, RecordId
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.streams import case_of
from nurseapp.domain.taking_back import taking_back
from nurseapp.domain.withdrawal import EntryWithdrawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How much is on this computer: ``size`` in bytes, encrypted, ``since`` when, aware UTC.

    Attributes:
        is_nothing: of a computer that keeps nothing; the size is that in its memory.
    """

    size: int
    since: datetime | None
    is_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Keeping:
    """Tells what is here, and retries or withdraws; runs on the store's thread."""

    store: CaseStore
    keeping_store: KeepingStore
    author: Author
    keeps_nothing: bool = False

    def kept(self) -> Kept:
        """Tell how much is kept here, and since when."""
        held = self.keeping_store.held()
        return Kept(size=held.size, since=held.since, is_nothing=self.keeps_nothing)

    def record_of(self, event: EventId) -> RecordId | None:
        """Give the record that an entry is about, where its case shows it: not one refused anew."""
        found = self.keeping_store.event(event)
        if found is None:
            return None
        # The first member of every act is what it is about.
        record = getattr(found.body, fields(found.body)[0].name)  # type: ignore[arg-type]  # every act is a dataclass, as their registry says
        shown = self.store.open(case_of(found.stream)).get(found.body.STREAM)
        is_shown = isinstance(record, str) and shown is not None and shown.holds(RecordId(record))
        return RecordId(record) if is_shown else None

    def retry(self, refused: EventId) -> None:
        """Do the same act again, as an act of now; the refused one is settled by that.

        Raises:
            DomainError: the act is refused as it stands now, or ``no_such_entry``.
        """
        before = self.keeping_store.refused(refused)
        case = case_of(before.stream)
        again = self.author.event(case, before.body, undoes=before.undoes)
        withdrawal = EntryWithdrawn(entry=refused, instead=again.id)
        settling = self.keeping_store.settling(refused)
        self.store.append([again, self.author.event(case, withdrawal)], beside=settling)

    def withdraw(self, entry: EventId, case: CaseId, why: str) -> None:
        """Withdraw an entry for a reason in the person's words.

        One that was refused leaves the list. One that is on its way still goes up, and after it
        the act that takes it back.

        Raises:
            DomainError: ``no_reason`` without one, ``no_such_entry``, ``cannot_be_taken_back``.
        """
        if not why.strip():
            raise DomainError("no_reason")
        standing = self.keeping_store.standing(entry)
        if standing is not None:
            self._take_back(standing, case, why.strip())
            return
        withdrawal = EntryWithdrawn(entry=entry, reason=why.strip())
        self.keeping_store.withdraw(entry, why.strip(), self.author.event(case, withdrawal))

    def _take_back(self, entry: Event, case: CaseId, why: str) -> None:
        stream = self.store.open(case)[entry.body.STREAM]
        act = taking_back(stream, entry.body, why)
        back = self.author.event(case, act, undoes=entry.id)
        withdrawal = EntryWithdrawn(entry=entry.id, reason=why, instead=back.id)
        self.store.append([back, self.author.event(case, withdrawal)])
