"""Says under the tabs why something was not done; the next act that succeeds takes it away."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from nurseapp.desktop.ui.case.case_holder import CaseHolder
from nurseapp.desktop.ui.case.notice_bar import NoticeBar
from nurseapp.desktop.ui.wording.circumstances import circumstance_words
from nurseapp.desktop.ui.wording.refusals import refusal_words
from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.refusal import DomainError


class Notices(QObject):
    """Word what the case holder could not do."""

    def __init__(self, bar: NoticeBar, holder: CaseHolder) -> None:
        super().__init__(bar)
        self._bar = bar
        holder.refused.connect(self._say_refused)
        holder.hindered.connect(self._say_hindered)
        holder.acted.connect(self._on_acted)

    @Slot(object)
    def _say_refused(self, refusal: DomainError) -> None:
        self._bar.say(refusal_words(refusal).whole())

    @Slot(object)
    def _say_hindered(self, circumstance: Circumstance) -> None:
        told = circumstance_words(circumstance)
        self._bar.say(" ".join(part for part in (told.happened, told.safe, told.step) if part))

    @Slot(object)
    def _on_acted(self, _case_id: object) -> None:
        self._bar.hide()
