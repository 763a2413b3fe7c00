"""Asks who has seen a member, on a thread that may wait, and shows what came."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Qt, Signal, Slot

from nurseapp.desktop.services.auditing import Auditing, Seen
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.oversight.seen_view import SeenView
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.telling import Telling


class SeenRoom(QObject):
    """Show who has seen one member.

    Signals:
        left(): back to where somebody came from.
    """

    left = Signal()

    def __init__(
        self,
        view: SeenView,
        auditing: Auditing,
        online: Runner,
        failures: Failures,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__(view)
        self.view = view
        self._auditing = auditing
        self._online = online
        self._clock = clock
        self._telling = Telling(view, failures, self)
        self._seen: Seen | None = None
        view.asked.connect(self._ask)
        view.earlier_asked.connect(self._ask_earlier)
        view.left.connect(self._leave)

    def begin(self, number: str = "") -> None:
        """Ask about the member of a number, or wait for one."""
        self._seen = None
        self.view.begin(number)
        if number:
            self._ask(number)
        else:
            self.view.number.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _ask(self, number: str) -> None:
        self._seen = None
        self._submit(lambda: self._auditing.who_has_seen(number))

    @Slot()
    def _ask_earlier(self) -> None:
        seen = self._seen
        if seen is not None:
            self._submit(lambda: self._auditing.who_has_seen(seen.member, seen))

    def _submit(self, call: Callable[[], Seen]) -> None:
        self._telling.clear()
        self.view.show_asking()
        self._online.submit(call, self._show, self._not_told)

    def _show(self, seen: Seen) -> None:
        if self.view.number.text().strip() == seen.member:
            self._seen = seen
            self.view.show_seen(seen, self._clock())

    def _not_told(self, error: Exception) -> None:
        self.view.stop_asking()
        self._telling.tell_not_done(error)

    @Slot()
    def _leave(self) -> None:
        """Leave nothing of a member behind."""
        self._seen = None
        self.view.begin("")
        self.left.emit()
