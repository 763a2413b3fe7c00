"""Keeps where somebody is in a case, and what is half typed there, for after a lock or a crash.

A lock that ends the process may come at any moment, so the place is kept all the time, a moment
after it changed, inside the encrypted file. Must not know what is typed: rooms give texts by name.
Called by the workplace.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from nurseapp.desktop.services.cases import OpenCase
from nurseapp.desktop.services.syncing import SyncOutcome, SyncState
from nurseapp.desktop.ui.case.case_page import CasePage
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.runner import Runner
from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.ids import CaseId

LOOK_MS = 1_000


class PlaceKeeper(Protocol):
    """What keeps a place; its calls run on the store's thread."""

    def keep_place(self, case: str, text: str, *, is_unsaved: bool) -> None:
        """Keep it in the place of the one before; none where no case is open."""

    def place_here(self) -> str | None:
        """Give it where its case is on this computer."""

    def forget_gone(self) -> None:
        """Forget it, and what else was half typed, where the case is not on this computer."""


class Resuming(QObject):
    """Follow somebody through the cases, and bring them back."""

    def __init__(
        self, keeper: PlaceKeeper, runner: Runner, failures: Failures, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._runner = runner
        self._failures = failures
        self._page: CasePage | None = None
        self._kept: tuple[str, str] | None = ("", "")
        self._wanted: dict[str, str] = {}
        self._open_case: Callable[[CaseId], None] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.keep)

    def follow(self, page: CasePage) -> None:
        """Look at the page of the cases from now on."""
        self._page = page
        page.holder.opened.connect(self._resume)
        self._timer.start()

    def begin(self, left_at: str | None, open_case: Callable[[CaseId], None]) -> None:
        """Go back to where the last program ended in the midst of work, if it did."""
        if left_at:
            self._wanted = json.loads(left_at)
            self._kept = (self._wanted["case"], left_at)
            open_case(CaseId(self._wanted["case"]))

    def begin_once_there(self, left_at: str | None, open_case: Callable[[CaseId], None]) -> None:
        """Do as :meth:`begin` once a round has brought the cases, of which none is here yet."""
        self._open_case = open_case
        if left_at:
            self._wanted = json.loads(left_at)
            self._kept = (self._wanted["case"], left_at)

    @Slot(object)
    def look_again(self, outcome: SyncOutcome) -> None:
        """Go back where the cases are here by now, unless somebody is in one already."""
        if self._open_case is not None and not outcome.failures:
            is_whole = outcome.status.state is SyncState.SYNCED
            self._runner.submit(
                lambda: self._place_here(is_whole), self._go_back, self._on_not_kept
            )

    def _place_here(self, is_whole: bool) -> tuple[bool, str | None]:
        """Forget what the person can see no more; runs on the store's thread."""
        if is_whole:
            self._keeper.forget_gone()
        return is_whole, self._keeper.place_here()

    @Slot(object)
    def _go_back(self, found: tuple[bool, str | None]) -> None:
        is_whole, left_at = found
        open_case, wanted = self._open_case, self._wanted
        if open_case is None or not (is_whole or left_at):
            return
        self._open_case = None
        is_elsewhere = self._page is not None and self._page.isVisible()
        if wanted and left_at and not is_elsewhere:
            open_case(CaseId(wanted["case"]))
        else:
            self._wanted = {}

    @Slot()
    def pause(self) -> None:
        """Keep the place a last time, before the work is hidden."""
        self.keep()
        self._timer.stop()

    @Slot()
    def go_on(self) -> None:
        """Look again."""
        if self._page is not None:
            self._timer.start()

    def stop(self) -> None:
        """Look no more, for good."""
        self._timer.stop()
        self._page = None

    def forget(self) -> None:
        """Keep no place: the day ended as it should."""
        self.stop()
        self._keep("", "")

    @Slot()
    def keep(self) -> None:
        """Keep the place where it is another than before; while the work is shown only."""
        page = self._page
        if (
            page is None
            or self._wanted
            or not page.window().isVisible()
            or not self._timer.isActive()
        ):
            return
        case = page.holder.case
        if case is None or not page.isVisible():
            self._keep("", "")
        else:
            text = json.dumps(_place_of(page, case))
            self._keep(case.id, text, is_unsaved=page.stack.is_unsaved())

    def _keep(self, case: str, text: str, *, is_unsaved: bool = False) -> None:
        if (case, text) != self._kept:
            self._kept = (case, text)
            keeper = self._keeper
            self._runner.submit(
                lambda: keeper.keep_place(case, text, is_unsaved=is_unsaved),
                self._rest,
                self._on_not_kept,
            )

    @Slot(object)
    def _resume(self, case: OpenCase) -> None:
        """Show the room, and put back what was half typed, once the case is there."""
        wanted, self._wanted = self._wanted, {}
        page = self._page
        if page is None or wanted.get("case") != case.id:
            return
        page.go_to(wanted["room"])
        page.stack.take_up(json.loads(wanted["typed"]))
        at = next((w for w in _inputs(page) if w.accessibleName() == wanted["field"]), None)
        if at is not None:
            at.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_not_kept(self, error: Exception) -> None:
        """Try again at the next look; what stands in the way is told where something is saved."""
        self._kept = None
        if not isinstance(error, Circumstance):
            self._failures.report(error)

    def _rest(self, _nothing: object) -> None:
        """Nothing is left to do."""


def _place_of(page: CasePage, case: OpenCase) -> dict[str, str]:
    at = next((widget for widget in _inputs(page) if widget.hasFocus()), None)
    return {
        "case": case.id,
        "room": page.stack.shown.value,
        "typed": json.dumps(page.stack.half_typed()),
        "field": "" if at is None else at.accessibleName(),
    }


def _inputs(page: CasePage) -> list[QWidget]:
    """List what can be typed into in the room that is shown."""
    lines: list[QWidget] = [*page.stack.findChildren(QLineEdit)]
    texts: list[QWidget] = [*page.stack.findChildren(QPlainTextEdit)]
    return [widget for widget in (*lines, *texts) if widget.isVisible()]
