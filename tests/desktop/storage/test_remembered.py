"""What is remembered of a stream belongs to one digest, and there is an end to it."""

from __future__ import annotations

from nurseapp.desktop.storage.mirror import HeldStream
from nurseapp.desktop.storage.remembered import Remembered
from nurseapp.domain.ids import StreamId

STREAM = HeldStream(n=1, id=StreamId("case-1.care"), case_n=1, kind="care", head=3, digest="aa")


def test_a_stream_that_has_moved_on_is_not_remembered() -> None:
    remembered: Remembered[str] = Remembered(2)
    remembered.keep(STREAM, "as it was")
    assert remembered.get(STREAM) == "as it was"
    moved = STREAM._replace(digest="bb")
    assert remembered.get(moved) is None
    remembered.keep(moved, "as it is")
    assert remembered.get(moved) == "as it is"
    assert remembered.get(STREAM) is None


def test_the_least_used_is_forgotten_first() -> None:
    remembered: Remembered[int] = Remembered(2)
    first, second, third = (STREAM._replace(n=n) for n in (1, 2, 3))
    remembered.keep(first, 1)
    remembered.keep(second, 2)
    assert remembered.get(first) == 1
    remembered.keep(third, 3)
    assert [remembered.get(stream) for stream in (first, second, third)] == [1, None, 3]
