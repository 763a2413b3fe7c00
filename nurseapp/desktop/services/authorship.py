"""Makes events: the one place on the desktop that puts id, time and author on an act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nurseapp.domain.events import Act, Event
from nurseapp.domain.ids import CaseId, EventId, RecordId, UserId, time_ordered_id
from nurseapp.domain.streams import stream_of

Clock = Callable[[], datetime]
Random = Callable[[int], bytes]


class Author:
    """The person at this desk, with the clock and the random source handed in."""

    def __init__(self, user: UserId, clock: Clock, random: Random) -> None:
        self.user = user
        self._clock = clock
        self._random = random

    def event(
        self, case: CaseId, body: Act, *, act: str | None = None, undoes: EventId | None = None
    ) -> Event:
        """Make an event on the stream of the case that the act belongs to."""
        return Event(
            id=EventId(self._new_id()),
            stream=stream_of(case, body.STREAM),
            at=self.now(),
            author=self.user,
            body=body,
            act=act,
            undoes=undoes,
        )

    def new_id(self) -> RecordId:
        """Make an id for a new record."""
        return RecordId(self._new_id())

    def now(self) -> datetime:
        """Give the time in UTC."""
        return self._clock().astimezone(UTC)

    def today(self, time_zone: str = "UTC") -> date:
        """Give the date in a member's time zone; an unknown zone counts as UTC."""
        try:
            return self.now().astimezone(ZoneInfo(time_zone)).date()
        except (ZoneInfoNotFoundError, ValueError):
            return self.now().date()

    def _new_id(self) -> str:
        return time_ordered_id(self._clock(), self._random(10))
