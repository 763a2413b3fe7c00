"""Rows of an audit trail, as a server tells them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from nurseapp.wire.audit import SeenAnswer, SeenEntry
from tests.builders import NOON


def entry(number: int, **values: Any) -> SeenEntry:
    """Make up a row: somebody fetched the care compartment, some minutes before noon."""
    known: dict[str, Any] = {
        "number": number,
        "at": NOON - timedelta(minutes=100 - number),
        "actor": "nurse.ana",
        "name": "Ana Lima",
        "roles": ("nurse",),
        "action": "read",
        "outcome": "ok",
        "device": "5f0c2b1e-1111-4a4a-8888-123456789012",
        "kinds": ("care",),
    }
    return SeenEntry(**known | values)


def trail() -> SeenAnswer:
    """Make up what there is of one member, the newest first."""
    ben = {"actor": "nurse.ben", "name": "Ben Sato", "device": "77aa0012-2222"}
    return SeenAnswer(
        more=True,
        entries=(
            entry(98, action="audit-read", actor="supervisor.sam", name="Sam Roth"),
            entry(97, action="desk-print", detail="care-plan", acted_at=NOON - timedelta(days=2)),
            entry(96, action="emergency-read", reason="She lies on the floor", **ben),
            entry(
                95, action="break-glass", detail="medical", reason="She lies on the floor", **ben
            ),
            entry(94, action="break-glass", detail="other", outcome="not_found", **ben),
            entry(90, action="write", event="GoalAdded"),
            entry(80, kinds=("care", "schedule")),
            entry(70, kinds=("schedule", "care")),
        ),
    )
