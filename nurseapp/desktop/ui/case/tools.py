"""What every room of a case is handed, as one value. Made by the composition root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from nurseapp.desktop.services.desk import Desk
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.theme.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTools:
    """The tools of the case page.

    Attributes:
        zone: of this desk, for times of the day; due dates are the member's.
        clock: gives aware UTC.
        online: runs what waits for the network, so that the store never does.
    """

    theme: Theme
    desk: Desk
    runner: Runner
    online: Runner
    failures: Failures
    zone: tzinfo
    clock: Callable[[], datetime]
