"""Preparing for visits: today's cases, how much of them is missing here, and having them first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from nurseapp.desktop.services.caseloads import Caseloads, Filter
from nurseapp.desktop.storage.visit_store import Missing, VisitStore
from nurseapp.domain.ids import CaseId

SLOW_BYTES_S = 125_000
"""What a slow mobile line carries (1 Mbit/s): on any other it takes less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One case that may be visited.

    Attributes:
        is_today: something in it is for today, or late.
        is_chosen: it is fetched before the others already.
        size: about how many bytes of it are not here yet.
    """

    case: CaseId
    name: str
    is_today: bool
    is_chosen: bool
    size: int


@dataclass(frozen=True, slots=True)
class Visits:
    """Offers and prepares visits; runs on the store's thread."""

    caseloads: Caseloads
    store: VisitStore

    def offered(self) -> tuple[Visit, ...]:
        """List the open cases, today's first; today's are proposed until somebody has chosen."""
        missing = self.store.missing()
        today = {line.row.case for line in self.caseloads.listing(Filter.TODAY).lines}
        has_chosen = any(found.is_wanted for found in missing.values())
        visits = []
        for line in self.caseloads.listing().lines:
            found = missing.get(line.row.case, Missing(size=0, is_wanted=False))
            is_today = line.row.case in today
            visits.append(
                Visit(
                    case=line.row.case,
                    name=f"{line.row.family_name}, {line.row.given_name}",
                    is_today=is_today,
                    is_chosen=found.is_wanted if has_chosen else is_today,
                    size=found.size,
                )
            )
        return tuple(sorted(visits, key=lambda visit: not visit.is_today))

    def prepare(self, cases: Collection[CaseId]) -> None:
        """Have these cases before all others, with the next sync."""
        self.store.want(cases)


def seconds_for(size: int) -> float:
    """Tell how long so many bytes take at the most, on a slow line."""
    return size / SLOW_BYTES_S
