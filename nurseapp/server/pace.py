"""How often one computer may ask, and one person on all of theirs: who asks faster is told to wait.

A bucket for each, in the memory of this process: full it holds the requests of twenty minutes, so
that a first fill and what was written in a week offline go through at once; then as many as flow
in. No statement is spent on it; of several processes each lets that much through. Called by
sign-in and by the renewal of sessions, once they know who asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from threading import Lock

from nurseapp.domain.ids import UserId
from nurseapp.domain.refusal import DomainError
from nurseapp.server.caller import Caller

SAVED_UP = timedelta(minutes=20)
COMPUTERS = 3
"""So many times what a computer may is what a person may."""
_MANY = 10_000
_MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class _Bucket:
    left: float
    at: datetime


class Pace:
    """Count the requests of everybody."""

    def __init__(self, a_minute: int) -> None:
        """Say how many requests a minute one computer may make as long as it likes."""
        self._a_minute = a_minute
        self._buckets: dict[tuple[str, ...], _Bucket] = {}
        self._room = _MANY
        self._lock = Lock()

    def take(self, caller: Caller, now: datetime) -> None:
        """Count a request; refuse ``too_many_requests`` with ``retry_after_s``, and count none."""
        self.take_for(caller.actor.id, caller.device, now)

    def take_for(self, person: UserId, device: str, now: datetime) -> None:
        """Count a request of a person and a computer, as :meth:`take` does."""
        with self._lock:
            if len(self._buckets) > self._room:
                self._forget(now)
            asked = (
                (self._filled((person,), COMPUTERS, now), COMPUTERS),
                (self._filled((person, device), 1, now), 1),
            )
            for bucket, times in asked:
                if bucket.left < 1:
                    wait = _MINUTE * (1 - bucket.left) / (self._a_minute * times)
                    seconds = ceil(wait.total_seconds())
                    raise DomainError("too_many_requests", retry_after_s=seconds)
            for bucket, _ in asked:
                bucket.left -= 1

    def _filled(self, name: tuple[str, ...], times: int, now: datetime) -> _Bucket:
        """Give a bucket with what has flowed in; where a clock was set back, nothing has."""
        most = self._a_minute * times * (SAVED_UP / _MINUTE)
        bucket = self._buckets.setdefault(name, _Bucket(left=most, at=now))
        since = max(timedelta(), now - bucket.at)
        bucket.left = min(most, bucket.left + self._a_minute * times * (since / _MINUTE))
        bucket.at = now
        return bucket

    def _forget(self, now: datetime) -> None:
        """Forget who has long not asked: a bucket that is full again is as good as none."""
        self._buckets = {
            name: bucket for name, bucket in self._buckets.items() if now - bucket.at < SAVED_UP
        }
        self._room = max(_MANY, 2 * len(self._buckets))  # so that it costs each request little
