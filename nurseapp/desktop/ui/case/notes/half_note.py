"""The note or the contact that is being written, to come back to.

The text of a note is kept by itself; here is which note it is about, and what stands in the form of
a contact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nurseapp.desktop.ui.case.notes.draft_keeping import DraftKeeping
from nurseapp.desktop.ui.case.notes.notes_actions import NotesActions
from nurseapp.desktop.ui.case.notes.notes_view import NotesView
from nurseapp.domain.ids import RecordId


class HalfNote:
    """Tell what is being written, and begin it again.

    Attributes:
        about: the note that an addendum is written to.
    """

    def __init__(
        self,
        view: NotesView,
        actions: NotesActions,
        drafts: DraftKeeping,
        choose: Callable[[RecordId], None],
    ) -> None:
        self._view = view
        self._actions = actions
        self._drafts = drafts
        self._choose = choose
        self.about: RecordId | None = None

    def half_typed(self) -> dict[str, str]:
        """Give the contact, or what the note is about."""
        view = self._view
        if view.shows(view.contact):
            return {"contact": "", **view.contact.drafts()}
        self._drafts.keep_now()
        return {"about": self.about or ""} if view.shows(view.writer) else {}

    def is_unsaved(self) -> bool:
        """Tell whether a contact is open; what a note says is kept by itself, from now on."""
        self._drafts.keep_now()
        return self._view.shows(self._view.contact)

    def take_up(self, typed: Mapping[str, str]) -> None:
        """Go back to what was being written."""
        if "contact" in typed:
            self._actions.log_contact.trigger()
            self._view.contact.restore(typed)
        elif about := typed.get("about"):
            self._choose(RecordId(about))
            self._actions.addendum.trigger()
