"""What waits for a decision, as lines: open safety concerns first, then conflicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from nurseapp.desktop.services.caseloads import CaseLine
from nurseapp.desktop.services.conflicts import OpenConflict
from nurseapp.domain.caseload import CaseRow


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxLine:
    """One thing to decide.

    Attributes:
        key: tells it from the other lines.
        conflict: None for an open safety concern of the case.
        since: when it came up, aware UTC.
    """

    key: str
    row: CaseRow
    conflict: OpenConflict | None
    since: datetime


def inbox_lines(
    safety: Sequence[CaseLine], conflicts: Sequence[OpenConflict]
) -> tuple[InboxLine, ...]:
    """List what waits, the oldest first within its kind."""
    concerns = [
        InboxLine(key=f"safety:{row.case}", row=row, conflict=None, since=row.safety_since)
        for row in (line.row for line in safety)
        if row.safety_since is not None
    ]
    disputed = [
        InboxLine(key=c.conflict.id, row=c.row, conflict=c, since=c.conflict.at) for c in conflicts
    ]
    return (*sorted(concerns, key=lambda line: (line.since, line.key)), *disputed)
