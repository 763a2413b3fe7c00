"""The printouts of a case and of a caseload, as PDF bytes in memory.

What lays out is imported with the first of them, for it is large and not needed before.
"""

from __future__ import annotations

from dataclasses import dataclass

from nurseapp import __version__
from nurseapp.desktop.services.caseloads import Caseloads, Filter
from nurseapp.desktop.services.cases import Cases
from nurseapp.desktop.services.stationer import Stationer
from nurseapp.domain.ids import CaseId


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitList:
    """A visit list, and whose cases are on it."""

    pdf: bytes
    cases: tuple[CaseId, ...]


@dataclass(frozen=True, slots=True)
class Printouts:
    """Lays out; runs on the store's thread."""

    cases: Cases
    caseloads: Caseloads
    stationer: Stationer

    def care_plan(self, case_id: CaseId) -> bytes:
        """Lay out the member's copy of the plan, in their language where labels exist for it."""
        from nurseapp.printing.care_plan import care_plan_pdf

        case = self.cases.open(case_id)
        return care_plan_pdf(
            case.member,
            case.case,
            case.plan,
            self.stationer.stationery(case.member.language or "en"),
            self.stationer.stamp(case_version=case.version, content_version=__version__),
        )

    def visit_list(self, shown: Filter) -> VisitList:
        """Lay out the list for a round: initials and number only."""
        from nurseapp.printing.visit_list import visit_list_pdf

        rows = [line.row for line in self.caseloads.listing(shown).lines]
        pdf = visit_list_pdf(
            rows,
            self.stationer.stationery("en"),
            self.stationer.stamp(content_version=__version__),
        )
        return VisitList(pdf=pdf, cases=tuple(row.case for row in rows))
