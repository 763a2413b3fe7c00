"""Assigning and closing: compare-and-set on the server, so they need a connection.

They are sent at once and alone, never through the outbox: a stale one must be refused while the
supervisor is still looking. What a nurse proposes is written down like any act.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nurseapp.desktop.services.authorship import Author
from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.desktop.storage.sync_store import SyncStore
from nurseapp.desktop.sync.immediate import send_now
from nurseapp.desktop.sync.transport import Transport
from nurseapp.domain.case import Case, CaseAssigned, CaseClosed, CaseRevised
from nurseapp.domain.events import Event
from nurseapp.domain.ids import CaseId, UserId
from nurseapp.domain.member import Member, MemberRevised
from nurseapp.domain.revising import Change, Conflict, FieldValue
from nurseapp.domain.streams import Stream, StreamKind


@dataclass(frozen=True, slots=True)
class Assignments:
    """Prepares on the store's thread what is then sent on one that may wait for the network."""

    store: CaseStore
    sync_store: SyncStore
    transport: Transport
    author: Author

    def assignment(self, case_id: CaseId, nurse: UserId | None) -> Event:
        """Prepare giving a case to a nurse of its team, as it stands now."""
        care, case = self._care(case_id)
        body = CaseAssigned(case=case.id, nurse=nurse, team=case.team, head=care.head)
        return self.author.event(case_id, body)

    def closing(self, case_id: CaseId, reason: str) -> Event:
        """Prepare closing a case, as it stands now."""
        care, case = self._care(case_id)
        today = self.author.today()
        body = CaseClosed(case=case.id, on=today, reason=reason, head=care.head)
        return self.author.event(case_id, body)

    def send(self, prepared: Event) -> None:
        """Have the server decide it; offline is a circumstance, ``stale`` a refusal."""
        send_now(self.sync_store, self.transport, prepared)

    def assign(self, case_id: CaseId, nurse: UserId | None) -> None:
        """Give a case to a nurse at once."""
        self.send(self.assignment(case_id, nurse))

    def close(self, case_id: CaseId, reason: str) -> None:
        """Close a case at once."""
        self.send(self.closing(case_id, reason))

    def propose_closing(self, case_id: CaseId, reason: str) -> None:
        """Propose to close a case; works offline."""
        _, case = self._care(case_id)
        changes = {"closing_proposed": Change(was=case.closing_proposed, now=reason)}
        body = CaseRevised(record=case.id, changes=changes)
        self.store.append([self.author.event(case_id, body)])

    def propose_correction(
        self, case_id: CaseId, seen: Member, now: Mapping[str, FieldValue]
    ) -> None:
        """Propose that a member is somebody else than it says; works offline.

        It opens conflicts for a supervisor; what is in question already is not asked again.
        """
        care, _ = self._care(case_id)
        asked = {
            (conflict.field, conflict.mine)
            for conflict in care.of(Conflict)
            if conflict.record == seen.id and conflict.closed_by is None
        }
        changes = {
            name: Change(was=getattr(seen, name), now=value)
            for name, value in now.items()
            if (name, value) not in asked
        }
        if changes:
            body = MemberRevised(record=seen.id, changes=changes)
            self.store.append([self.author.event(case_id, body)])

    def _care(self, case_id: CaseId) -> tuple[Stream, Case]:
        care = self.store.open(case_id)[StreamKind.CARE]
        return care, next(care.of(Case))
