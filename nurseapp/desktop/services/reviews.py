"""Emergency accesses that a supervisor is to look into: who broke the glass of a case, and why.

The server puts them into the case, so they are here without a network, and so is what is found: the
review is an event like any other. Runs on the store's thread.
"""

from __future__ import annotations

from dataclasses import dataclass

from nurseapp.desktop.services.authorship import Author
from nurseapp.desktop.services.names import names_of
from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.domain.caseload import CaseRow
from nurseapp.domain.emergency_access import EmergencyAccess, EmergencyAccessReviewed, Finding
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.streams import StreamKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One time that somebody opened a case in an emergency.

    Attributes:
        name: of who it was; ``reviewer`` of who looked into it, empty while nobody has.
    """

    row: CaseRow
    access: EmergencyAccess
    name: str
    reviewer: str

    @property
    def waits(self) -> bool:
        """Tell whether nobody has looked into it."""
        return self.access.finding is None


@dataclass(frozen=True, slots=True)
class Reviews:
    """Lists and reviews."""

    store: CaseStore
    author: Author

    def openings(self) -> tuple[Opening, ...]:
        """List what is in the reader's cases: what waits first, then the newest."""
        names = names_of(self.store)
        found = []
        for case in self.store.cases_opened_in_emergency():
            row, care = self.store.row(case), self.store.open(case).get(StreamKind.CARE)
            if row is None or care is None:
                continue
            for access in care.of(EmergencyAccess):
                by = access.reviewed_by
                opening = Opening(
                    row=row,
                    access=access,
                    name=names.get(access.person, access.person),
                    reviewer="" if by is None else names.get(by, by),
                )
                found.append(opening)
        found.sort(key=lambda one: (one.waits, one.access.at), reverse=True)
        return tuple(found)

    def waiting(self) -> int:
        """Count what nobody has looked into."""
        return sum(opening.waits for opening in self.openings())

    def review(self, opening: Opening, finding: Finding, comment: str = "") -> None:
        """Say what came of looking into it.

        Raises:
            DomainError: ``no_reason`` where it is questioned without a word, ``own_access``.
        """
        said = comment.strip()
        if finding is Finding.UNJUSTIFIED and not said:
            raise DomainError("no_reason")
        body = EmergencyAccessReviewed(
            access=opening.access.id, finding=finding, comment=said or None
        )
        self.store.append([self.author.event(opening.row.case, body)])
