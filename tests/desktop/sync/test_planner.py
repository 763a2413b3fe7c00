"""What a round does next, as a function of how things stand and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nurseapp.desktop.storage.listing import WantingStream
from nurseapp.desktop.storage.outbox import Undecided
from nurseapp.desktop.storage.sync_store import Standing
from nurseapp.desktop.sync.planner import (
    PURGE_BRAKE,
    SAFETY,
    STREAMS_A_PULL,
    AskStatus,
    Brake,
    Done,
    FetchManifest,
    Progress,
    Pull,
    Purge,
    Push,
    Refill,
    plan,
)
from nurseapp.domain.ids import EventId, StreamId
from nurseapp.wire.messages import MAX_BODY, MAX_EVENTS
from tests.domain import profiles

profiles.use()

CARE, OTHER = StreamId("case-1.care"), StreamId("case-2.care")
QUIET = Standing(epoch="epoch-1", etag="etag", undecided=[], wanting=[])
KNOWN = Progress(manifest_known=True)


def undecided(
    name: str, stream: StreamId = CARE, kind: str = "NoteWritten", size: int = 500
) -> Undecided:
    return Undecided(EventId(name), stream, kind, size)


def wanting(
    stream: StreamId = CARE,
    head: int = 3,
    server_head: int = 3,
    *,
    differs: bool = False,
    refill: bool = False,
    listed: bool = True,
    revoked: bool = False,
    confirmed: bool = False,
) -> WantingStream:
    return WantingStream(stream, head, server_head, differs, refill, listed, revoked, confirmed)


def with_events(*events: Undecided) -> Standing:
    return replace(QUIET, undecided=events)


def with_streams(*streams: WantingStream) -> Standing:
    return replace(QUIET, wanting=streams)


def test_a_quiet_round_asks_for_the_manifest_and_is_done() -> None:
    assert plan(QUIET, Progress()) == FetchManifest()
    assert plan(QUIET, KNOWN) == Done(frozenset())


def test_what_was_done_here_goes_up_before_anything_is_fetched() -> None:
    standing = replace(with_events(undecided("a")), wanting=[wanting(head=1)])
    assert plan(standing, Progress()) == Push((EventId("a"),))
    assert plan(standing, KNOWN) == Push((EventId("a"),))


def test_nothing_goes_up_to_a_server_of_unknown_epoch() -> None:
    standing = replace(with_events(undecided("a")), epoch="")
    assert plan(standing, Progress()) == FetchManifest()


def test_safety_goes_first_and_alone() -> None:
    events = [
        undecided("a"),
        undecided("b", OTHER, SAFETY),
        undecided("c"),
        undecided("d", CARE, SAFETY),
    ]
    assert plan(with_events(*events), Progress()) == Push((EventId("b"), EventId("d")))


def test_events_of_a_stream_that_the_server_held_back_wait_for_the_next_round() -> None:
    standing = with_events(undecided("a"), undecided("b", OTHER), undecided("c"))
    held = Progress(held=frozenset({CARE}))
    assert plan(standing, held) == Push((EventId("b"),))
    both = Progress(held=frozenset({CARE, OTHER}))
    assert plan(standing, both) == FetchManifest()


def test_a_push_takes_no_more_events_than_the_server_does() -> None:
    events = [undecided(str(n)) for n in range(MAX_EVENTS + 1)]
    action = plan(with_events(*events), Progress())
    assert action == Push(tuple(e.id for e in events[:MAX_EVENTS]))


def test_a_push_takes_no_more_bytes_than_the_server_does() -> None:
    events = [undecided(str(n), size=MAX_BODY // 3) for n in range(4)]
    action = plan(with_events(*events), Progress())
    assert action == Push((EventId("0"), EventId("1")))


def test_an_event_that_is_too_large_goes_alone() -> None:
    events = [undecided("large", size=MAX_BODY), undecided("small")]
    assert plan(with_events(*events), Progress()) == Push((EventId("large"),))


def test_what_is_behind_is_fetched_in_the_order_in_which_it_is_wanted() -> None:
    standing = with_streams(wanting(OTHER, 0, 9), wanting(CARE, 4, 5))
    assert plan(standing, KNOWN) == Pull(((OTHER, 0), (CARE, 4)))


def test_no_more_streams_are_asked_for_at_once_than_an_answer_can_hold() -> None:
    names = [StreamId(f"case-{n}.care") for n in range(STREAMS_A_PULL + 1)]
    action = plan(with_streams(*(wanting(name, 0, 1) for name in names)), KNOWN)
    assert isinstance(action, Pull)
    assert [name for name, _ in action.after] == names[:STREAMS_A_PULL]


def test_a_stream_that_is_to_be_filled_anew_is_fetched_from_its_beginning() -> None:
    assert plan(with_streams(wanting(refill=True)), KNOWN) == Pull(((CARE, 0),))


def test_a_stream_that_is_not_as_the_servers_is_filled_anew_once() -> None:
    standing = with_streams(wanting(differs=True))
    assert plan(standing, KNOWN) == Refill(frozenset({CARE}))
    again = replace(KNOWN, refilled=frozenset({CARE}))
    assert plan(standing, again) == Done(frozenset())


def test_digests_are_not_compared_before_the_head_is_reached() -> None:
    standing = with_streams(wanting(OTHER, differs=True), wanting(CARE, 1, 2, differs=True))
    assert plan(standing, KNOWN) == Pull(((CARE, 1),))


def test_a_stream_that_is_held_further_than_the_server_has_it_is_left_alone() -> None:
    standing = with_streams(wanting(head=9, server_head=3, differs=True))
    assert plan(standing, KNOWN) == Done(frozenset({CARE}))


def test_a_stream_that_is_not_named_is_asked_about_once() -> None:
    standing = with_streams(wanting(listed=False), wanting(OTHER, 0, 4, listed=False))
    assert plan(standing, KNOWN) == AskStatus(frozenset({CARE, OTHER}))
    assert plan(standing, replace(KNOWN, asked=frozenset({CARE}))) == AskStatus(frozenset({OTHER}))
    visible = replace(KNOWN, asked=frozenset({CARE, OTHER}))
    assert plan(standing, visible) == Done(frozenset())


def test_a_stream_that_was_taken_back_is_purged_when_nothing_waits_in_it() -> None:
    ended = frozenset({CARE})
    progress = replace(KNOWN, held=ended)
    standing = with_streams(wanting(listed=False, revoked=True))
    assert plan(standing, progress) == Purge(ended)
    waiting = replace(standing, undecided=[undecided("a")])
    assert plan(waiting, progress) == Done(frozenset())


def test_a_stream_that_is_gone_without_the_servers_word_stays() -> None:
    gone = frozenset({CARE})
    progress = replace(KNOWN, asked=gone, gone=gone)
    assert plan(with_streams(wanting(listed=False)), progress) == Done(frozenset(), gone)


@given(
    revoked=st.integers(0, 60),
    confirmed=st.integers(0, 60),
    others=st.integers(0, 200),
    streams=st.integers(0, 10),
    percent=st.integers(0, 100),
)
def test_more_is_never_purged_unasked_than_the_brake_lets_through(
    revoked: int, confirmed: int, others: int, streams: int, percent: int
) -> None:
    asked = [
        wanting(StreamId(f"yes-{n}.care"), listed=False, revoked=True, confirmed=True)
        for n in range(confirmed)
    ]
    unasked = [
        wanting(StreamId(f"no-{n}.care"), listed=False, revoked=True) for n in range(revoked)
    ]
    held = revoked + confirmed + others
    standing = replace(QUIET, wanting=[*asked, *unasked], held=held)
    action = plan(standing, KNOWN, Brake(streams=streams, percent=percent))
    agreed, rest = frozenset(s.id for s in asked), frozenset(s.id for s in unasked)
    if revoked > max(streams, held * percent / 100):
        assert action == (Purge(agreed) if agreed else Done(frozenset(), held_back=rest))
    else:
        assert action == (Purge(agreed | rest) if held - others else Done(frozenset()))


def test_the_brake_lets_five_streams_or_a_fifth_through() -> None:
    assert [PURGE_BRAKE.holds(revoked, 10) for revoked in (5, 6)] == [False, True]
    assert [PURGE_BRAKE.holds(revoked, 100) for revoked in (20, 21)] == [False, True]


def test_the_brake_counts_what_was_purged_before_in_the_round() -> None:
    rest = [wanting(StreamId(f"case-{n}.care"), listed=False, revoked=True) for n in range(5)]
    standing = replace(QUIET, wanting=rest, held=8)
    names = frozenset(stream.id for stream in rest)
    assert plan(standing, KNOWN) == Purge(names)
    assert plan(standing, replace(KNOWN, purged=1)) == Done(held_back=names)


def test_a_stream_that_is_held_further_is_sent_nothing_but_safety() -> None:
    behind = wanting(head=9, server_head=3)
    standing = replace(with_streams(behind), undecided=[undecided("a"), undecided("b", OTHER)])
    assert plan(standing, KNOWN) == Push((EventId("b"),))
    concern = replace(standing, undecided=[undecided("a"), undecided("b", kind=SAFETY)])
    assert plan(concern, KNOWN) == Push((EventId("b"),))


def test_a_stream_that_is_named_again_is_not_purged() -> None:
    ended = frozenset({CARE})
    progress = replace(KNOWN, asked=ended, gone=ended)
    assert plan(with_streams(wanting(head=1)), progress) == Pull(((CARE, 1),))


@pytest.mark.parametrize("manifest_known", [True, False])
@given(data=st.data())
def test_only_what_was_taken_back_is_ever_purged(manifest_known: bool, data: st.DataObject) -> None:
    names = st.sampled_from([CARE, OTHER])
    some = st.frozensets(names)
    standing = Standing(
        epoch="epoch-1",
        etag=None,
        undecided=data.draw(st.lists(st.builds(undecided, st.just("a"), names), max_size=2)),
        wanting=data.draw(
            st.lists(
                st.builds(
                    WantingStream,
                    names,
                    st.integers(0, 3),
                    st.integers(0, 3),
                    *([st.booleans()] * 5),
                ),
                max_size=2,
                unique_by=lambda stream: stream.id,
            )
        ),
    )
    progress = data.draw(
        st.builds(
            Progress,
            manifest_known=st.just(manifest_known),
            held=some,
            asked=some,
            gone=some,
            refilled=some,
        )
    )
    action = plan(standing, progress)
    assert action == plan(standing, progress)
    if isinstance(action, Purge):
        revoked = {s.id for s in standing.wanting if s.revoked and not s.listed}
        assert action.streams <= revoked
        assert not any(event.stream in action.streams for event in standing.undecided)
