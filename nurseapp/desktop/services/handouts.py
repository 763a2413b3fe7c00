"""Patient education: choose, preview, print, and record what was given.

What lays out is imported with the first page, for it is large and not needed before.
"""

from __future__ import annotations

from dataclasses import dataclass

from nurseapp.content.library import Library
from nurseapp.desktop.services.authorship import Author
from nurseapp.desktop.services.stationer import Stationer
from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.domain.handout import Handout, HandoutWasGiven, TeachBack
from nurseapp.domain.ids import CaseId


@dataclass(frozen=True, slots=True)
class Handouts:
    """Offers and records handouts; runs on the store's thread."""

    store: CaseStore
    author: Author
    library: Library
    stationer: Stationer

    def all(self) -> tuple[Handout, ...]:
        """List every handout in every language, by title."""
        return self.library.handouts()

    def pdf(self, handout: Handout, *, large_print: bool = False) -> bytes:
        """Lay out a handout in its own language; it carries no identifiers."""
        from nurseapp.printing.handout import handout_pdf

        stationery = self.stationer.stationery(handout.language)
        stamp = self.stationer.stamp(content_version=f"{handout.id} {handout.version}")
        return handout_pdf(handout, stationery, stamp, large_print=large_print)

    def record_given(
        self, case: CaseId, handout: Handout, teach_back: TeachBack, *, large_print: bool = False
    ) -> None:
        """Record that the member took it home, and how they explained it back."""
        body = HandoutWasGiven(
            given=self.author.new_id(),
            handout=handout.id,
            version=handout.version,
            language=handout.language,
            title=handout.title,
            large_print=large_print,
            teach_back=teach_back,
        )
        self.store.append([self.author.event(case, body)])
