"""Where the desktop runs: folders, time zone, clock. Handed to whoever joins parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Where the desktop runs.

    Attributes:
        data: the folder below which each person has their vault; None for the system's usual one.
        time_zone: IANA name of this desk's zone.
        is_shared: several people share this computer, so that it keeps nothing of a member.
        may_keep_secret_in_memory: for the example organisation on a machine without a keyring.
    """

    resources: Path
    data: Path | None
    time_zone: str
    paper: Literal["a4", "letter"] = "a4"
    may_keep_secret_in_memory: bool = False
    is_shared: bool = False

    @property
    def zone(self) -> tzinfo:
        """This desk's zone; UTC where the system does not know the name."""
        # Imported when somebody is in: the first window does not wait for it.
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

        try:
            return ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            return UTC


def utc_now() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)
