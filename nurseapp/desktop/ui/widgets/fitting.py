"""How wide the columns of a table are in the room there is: arithmetic alone, without a view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nurseapp.desktop.ui.widgets.columns import Column

NARROWEST = 0.72
"""The share of its width to which a column shrinks at most."""


def fitted(columns: Sequence[Column[Any]], room: int, scale: float) -> list[int | None]:
    """Return the width of each column in pixels, or None where it hides.

    Columns shrink first, then those that may hide go, the last first; what is left over goes to
    the columns that grow. Only when nothing more can go is the sum wider than the room.
    """
    shown = list(range(len(columns)))
    wanted = [column.width * scale for column in columns]
    for number in reversed(range(len(columns))):
        if sum(wanted[n] for n in shown) * NARROWEST <= room:
            break
        if columns[number].may_hide:
            shown.remove(number)
    whole = sum(wanted[n] for n in shown)
    share = min(1.0, max(room / whole, NARROWEST)) if whole else 1.0
    widths = {n: int(wanted[n] * share) for n in shown}
    growing = [n for n in shown if columns[n].grows] or shown[-1:]
    spare = max(0, room - sum(widths.values()))
    for n in growing:
        widths[n] += spare // len(growing)
    return [widths.get(n) for n in range(len(columns))]
