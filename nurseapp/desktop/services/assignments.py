"""Assigning and closing: compare-and-set on the server, so they need a connection.

They are sent at once and alone, never through the outbox: a stale one must be refused while the
supervisor is still looking.
"""

from __future__ import annotations

from dataclasses import dataclass

from nurseapp.desktop.services.authorship import Author
from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.desktop.storage.sync_store import SyncStore
from nurseapp.desktop.sync.immediate import send_now
from nurseapp.desktop.sync.transport import Transport
from nurseapp.domain.case import Case, CaseAssigned, CaseClosed, CaseRevised
from nurseapp.domain.events import Act
from nurseapp.domain.ids import CaseId, UserId
from nurseapp.domain.revising import Change
from nurseapp.domain.streams import Stream, StreamKind


@dataclass(frozen=True, slots=True)
class Assignments:
    """Assigns, closes, proposes closing; the first two run on the sync thread."""

    store: CaseStore
    sync_store: SyncStore
    transport: Transport
    author: Author

    def assign(self, case_id: CaseId, nurse: UserId | None) -> None:
        """Give a case to a nurse of its team; offline is a circumstance, ``stale`` a refusal."""
        care, case = self._care(case_id)
        self._send(case_id, CaseAssigned(case=case.id, nurse=nurse, team=case.team, head=care.head))

    def close(self, case_id: CaseId, reason: str) -> None:
        """Close a case; offline is a circumstance, ``stale`` a refusal."""
        care, case = self._care(case_id)
        today = self.author.today()
        self._send(case_id, CaseClosed(case=case.id, on=today, reason=reason, head=care.head))

    def propose_closing(self, case_id: CaseId, reason: str) -> None:
        """Propose to close a case; works offline."""
        _, case = self._care(case_id)
        changes = {"closing_proposed": Change(was=case.closing_proposed, now=reason)}
        body = CaseRevised(record=case.id, changes=changes)
        self.store.append([self.author.event(case_id, body)])

    def _care(self, case_id: CaseId) -> tuple[Stream, Case]:
        care = self.store.open(case_id)[StreamKind.CARE]
        return care, next(care.of(Case))

    def _send(self, case_id: CaseId, body: Act) -> None:
        send_now(self.sync_store, self.transport, self.author.event(case_id, body))
