"""Fills one form: each answer is shown at once and kept at once, in the order it was typed.

```
 digit ── shown ──> Screenings.answer on the store thread ── kept ──> score, concern
```

What is shown is ahead of what is kept by the answers under way; a refusal brings it back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from nurseapp.desktop.services.screenings import OpenScreening, Screenings
from nurseapp.desktop.ui.case.case_holder import CaseHolder
from nurseapp.desktop.ui.case.screening.form_sheet import FormSheet
from nurseapp.domain.asking import (
    after,
    before,
    first_unanswered,
    standings,
)
from nurseapp.domain.form import Form


class FormFilling(QObject):
    """Fill a form by what is typed into its sheet.

    Signals:
        changed(object): an OpenScreening, as it is kept now.
        concern_raised(object): the SafetyConcern that an answer raised, and that is open.
    """

    changed = Signal(object)
    concern_raised = Signal(object)

    def __init__(
        self,
        sheet: FormSheet,
        holder: CaseHolder,
        screenings: Screenings,
        *,
        stays_at_concern: bool = True,
    ) -> None:
        """Fill a sheet; where it does not stay at a concern, somebody else sees to that later."""
        super().__init__(sheet)
        self._stays_at_concern = stays_at_concern
        self._sheet = sheet
        self._holder = holder
        self._screenings = screenings
        self._kept: OpenScreening | None = None
        self._answers: dict[str, int] = {}
        self._item = ""
        self._is_signed = False
        sheet.answered.connect(self._answer)
        sheet.item_chosen.connect(self._go_to)
        sheet.stepped.connect(self._step)
        holder.not_done.connect(self._fall_back)

    def open(self, opened: OpenScreening) -> None:
        """Begin with a form or its draft; a concern that is open comes first."""
        self._is_signed = False
        self._sheet.set_locked(False)
        self._take(opened)
        self._go_to(first_unanswered(opened.form, self._answers))
        if opened.concern is not None:
            self.concern_raised.emit(opened.concern)

    def resume(self, opened: OpenScreening) -> None:
        """Go on at the same item, after the safety panel or a refusal."""
        self._take(opened)
        self._go_to(self._item or first_unanswered(opened.form, self._answers))

    def close(self) -> None:
        """Forget the form; its draft is kept."""
        self._kept = None
        self._answers = {}
        self._item = ""

    def form(self) -> Form | None:
        """Give the form that is open."""
        return None if self._kept is None else self._kept.form

    def shown(self) -> OpenScreening | None:
        """Give what is shown, answers under way included."""
        return None if self._kept is None else replace(self._kept, answers=dict(self._answers))

    def lock(self) -> None:
        """Let the form be read only: it was signed."""
        self._is_signed = True
        self._sheet.set_locked(True)

    @Slot(str, int)
    def _answer(self, item: str, points: int) -> None:
        shown = self.shown()
        if shown is None or self._is_signed:
            return
        self._answers[item] = points
        self._show()
        self._go_to(after(shown.form, self._answers, item))
        self._holder.act(lambda: self._screenings.answer(shown, item, points), self._on_kept)

    def _on_kept(self, kept: OpenScreening) -> None:
        if self._kept is None or self._kept.id != kept.id:
            return
        self._kept = kept
        self.changed.emit(kept)
        if kept.concern is not None and self._stays_at_concern:
            self._go_to(kept.concern.item)
            self.concern_raised.emit(kept.concern)

    @Slot(int)
    def _step(self, step: int) -> None:
        shown = self.shown()
        if shown is not None:
            moved = after if step > 0 else before
            self._go_to(moved(shown.form, self._answers, self._item))

    @Slot(str)
    def _go_to(self, item: str) -> None:
        if self._kept is None or item == self._item:
            return
        self._item = item
        self._sheet.set_current(item)

    @Slot()
    def _fall_back(self) -> None:
        """Show what is kept: the last answer was not."""
        if self._kept is not None and self._answers != dict(self._kept.answers):
            self._answers = dict(self._kept.answers)
            self._show()

    def _take(self, opened: OpenScreening) -> None:
        if self._kept is None or self._kept.form is not opened.form:
            self._item = ""
        self._kept = opened
        self._answers = _points(opened.answers)
        self._show()
        self.changed.emit(opened)

    def _show(self) -> None:
        if self._kept is not None:
            self._sheet.set_answers(self._answers, standings(self._kept.form, self._answers))


def _points(answers: Mapping[str, int]) -> dict[str, int]:
    return dict(answers)
