"""What is told about a circumstance: what happened, what is safe, the next step."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What to tell somebody about a circumstance."""

    happened: str
    safe: str
    step: str
