"""Fetch: records come in, page by page; what is not as the server has it comes in anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from nurseapp.desktop.storage.sync_store import Standing
from nurseapp.desktop.sync.planner import Pull, Refill
from nurseapp.desktop.sync.soundness import is_sound_page, is_the_whole
from nurseapp.desktop.sync.steps.under_way import UnderWay, check_epoch
from nurseapp.domain.ids import StreamId
from nurseapp.wire.messages import PullRequest, StreamCursor, StreamPage

MOST_BYTES = 2 << 20
"""Of bodies in one answer, which is in memory as a whole while it is written."""


def pull(running: UnderWay, action: Pull, standing: Standing) -> None:
    """Fetch one answer's worth of records, and write its pages with the heads they lead to."""
    cursors = tuple(StreamCursor(id=stream, after=after) for stream, after in action.after)
    asked_for = PullRequest(epoch=standing.epoch, streams=cursors, max_bytes=MOST_BYTES)
    answer = running.transport.pull(asked_for)
    check_epoch(answer.epoch, standing)
    asked = dict(action.after)
    refilled = {s.id for s in standing.wanting if s.refill and s.head}
    sound = sound_pages(running, answer.streams, asked, refilled)
    if sound:
        running.note(running.store.write_pages(sound))
        running.pulled_rows += sum(len(page.rows) for page in sound)
    if answer.gone:
        running.store.unlist([stream for stream in asked if stream in answer.gone])


def sound_pages(
    running: UnderWay,
    given: Sequence[StreamPage],
    asked: Mapping[StreamId, int],
    refilled: Collection[StreamId] = (),
) -> list[StreamPage]:
    """Give the pages that may be written, and note the streams of the others.

    Args:
        asked: after which revision each stream was asked for.
        refilled: of which what is held goes for a page.
    """
    pages = {StreamId(page.id): page for page in given if page.id in asked}
    unsound = {name for name, page in pages.items() if not is_sound_page(page, asked[name])}
    # What is held goes for a refill: not for a page that is none.
    for name in pages.keys() & refilled:
        if not pages[name].more and not is_the_whole(pages[name]):
            unsound.add(name)
    if unsound:
        held = running.progress.unsound | unsound
        running.progress = replace(running.progress, unsound=held)
    return [page for name, page in pages.items() if name not in unsound]


def refill(running: UnderWay, action: Refill) -> None:
    """Have streams fetched anew; what is held is shown until the first page is there."""
    running.store.refill(action.streams)
    refilled = running.progress.refilled | action.streams
    running.progress = replace(running.progress, refilled=refilled)
