"""The safety panel's controller: which concern is open, and how it ends.

While a concern is shown the case cannot be left. What ends it is kept by the service, which
refuses an end without steps or without a hand-over.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from nurseapp.desktop.services.cases import OpenCase
from nurseapp.desktop.services.screenings import Screenings
from nurseapp.desktop.ui.case.case_holder import CaseHolder
from nurseapp.desktop.ui.case.screening.safety_panel import SafetyPanel
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.desktop.ui.wording.safety import concern_words
from nurseapp.domain.form import Form
from nurseapp.domain.safety import SafetyConcern


class SafetyRoom(QObject):
    """Let a nurse go through the safety questions.

    Signals:
        opened(): the panel is filled and must be shown.
        ended(): the concern has ended; the case may be left.
    """

    opened = Signal()
    ended = Signal()

    def __init__(self, panel: SafetyPanel, holder: CaseHolder, screenings: Screenings) -> None:
        super().__init__(panel)
        self.panel = panel
        self._holder = holder
        self._screenings = screenings
        self._concern: SafetyConcern | None = None
        panel.ended_done.connect(self._end_done)
        panel.ended_unable.connect(self._end_unable)
        holder.opened.connect(self._follow)
        holder.refused.connect(self._look_again)

    def is_open(self) -> bool:
        """Tell whether a concern is being gone through."""
        return self._concern is not None

    @Slot(object)
    def open(self, concern: SafetyConcern) -> None:
        """Go through a concern, with the wording of the form that raised it."""
        if self._concern is None:
            self._concern = concern
            self._holder.ask(self._screenings.forms, self._show)
            self.panel.show_concern(concern_words(concern, concern.form))
            self.opened.emit()

    @Slot()
    def open_first(self) -> None:
        """Go through the concern of the open case that has waited longest."""
        case = self._holder.case
        if case is not None and (waiting := case.open_concerns()):
            self.open(waiting[-1])

    @Slot(object)
    def _show(self, forms: Sequence[Form]) -> None:
        """Say the item and the answer in the form's own words."""
        concern = self._concern
        form = next((f for f in forms if concern is not None and f.id == concern.form), None)
        if concern is None or form is None:
            return
        self.panel.say_raised(self._raised_words(concern, form))

    def _raised_words(self, concern: SafetyConcern, form: Form) -> str:
        item = next((i for i in form.items if i.id == concern.item), None)
        answer = None
        if item is not None:
            answer = next((o.text for o in item.options if o.points == concern.points), None)
        if item is None or answer is None:
            return concern_words(concern, form.short)
        said = self.tr("%1, item %2: «%3» was answered «%4».")
        return filled(said, form.short, concern.item, item.text, answer)

    @Slot(object)
    def _end_done(self, steps: tuple[str, ...]) -> None:
        case, concern = self._holder.case, self._concern
        if case is not None and concern is not None:
            screenings = self._screenings
            self._holder.act(lambda: screenings.end_concern_done(case.id, concern.id, steps))

    @Slot(str, str)
    def _end_unable(self, reason: str, taken_over_by: str) -> None:
        case, concern = self._holder.case, self._concern
        if case is not None and concern is not None:
            screenings = self._screenings
            self._holder.act(
                lambda: screenings.end_concern_unable(case.id, concern.id, reason, taken_over_by)
            )

    @Slot(object)
    def _follow(self, case: OpenCase) -> None:
        """End once the case says that the concern has ended, here or elsewhere."""
        if self._concern is not None and all(
            c.id != self._concern.id for c in case.open_concerns()
        ):
            self._concern = None
            self.ended.emit()

    @Slot(object)
    def _look_again(self, _refusal: object) -> None:
        """Find out whether somebody else has ended it meanwhile."""
        if self._concern is not None:
            self._holder.reopen()
