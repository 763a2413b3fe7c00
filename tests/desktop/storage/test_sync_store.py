"""What the round writes, step by step: heads with their pages, results with what they let go."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from nurseapp.desktop.storage.cache import Cache
from nurseapp.desktop.storage.drafts import DraftStore
from nurseapp.desktop.storage.outbox import State
from nurseapp.domain.case import Case
from nurseapp.domain.caseload import case_row
from nurseapp.domain.goal import Goal, GoalRevised
from nurseapp.domain.ids import CaseId, EventId, RecordId, StreamId
from nurseapp.domain.note import Note
from nurseapp.domain.streams import StreamKind, stream_of
from nurseapp.wire.messages import EventResult, PullRequest, StreamCursor, StreamPage
from tests.builders import ANA, CASE, GOAL, NOON, changes, conflict, goal, member, note, stream_id
from tests.desktop.storage.acts import act, concern_raised, note_written, server_with, streams_of
from tests.desktop.storage.desk import Desk
from tests.desktop.sync.fake_server import SERVER_TIME

CARE = stream_id()
OTHER = CaseId("case-2")


def page(desk: Desk, after: int = 0, max_bytes: int = 1 << 20) -> StreamPage:
    """Let the server make a page of the care stream."""
    request = PullRequest(epoch="epoch-1", streams=(StreamCursor(id=CARE, after=after),))
    return desk.server.pull(ANA, request, max_bytes).streams[0]


def applied(event_id: str, rev: int) -> EventResult:
    return EventResult(id=event_id, status="applied", rev=rev)


def test_a_page_brings_the_head_that_it_leads_to(desk: Desk) -> None:
    desk.server.put(CARE, [note(), note(id=RecordId("note-2"))])
    head = desk.care().head
    desk.store.write_pages([page(desk, after=head, max_bytes=1)])
    assert desk.care().head == head + 1
    assert [n.id for n in desk.care().of(Note)] == ["note-1"]


def test_a_page_that_leads_back_changes_nothing(desk: Desk) -> None:
    old = page(desk)
    desk.server.put(CARE, [goal(words="Sleep through the night")])
    desk.sync()
    head = desk.care().head
    assert desk.store.write_pages([old]) == frozenset()
    assert desk.care().head == head
    assert desk.care().get(Goal, GOAL).words == "Sleep through the night"


def test_a_page_that_comes_twice_changes_nothing_the_second_time(desk: Desk) -> None:
    head = desk.care().head
    desk.server.put(CARE, [note()])
    once = page(desk, after=head)
    desk.store.write_pages([once, once])
    desk.store.write_pages([once])
    assert [n.id for n in desk.care().of(Note)] == ["note-1"]
    assert desk.sync().refills == 0


def test_a_page_of_a_stream_that_is_not_held_is_passed_over(desk: Desk) -> None:
    stray = StreamPage(id="case-9.care", rows=(), upto=3, more=False, head=3, digest="0" * 32)
    assert desk.store.write_pages([stray]) == frozenset()
    assert desk.cases.open(CaseId("case-9")) == {}


def test_a_record_that_is_named_twice_in_a_page_counts_once(desk: Desk) -> None:
    head = desk.care().head
    desk.server.put(CARE, [note()])
    once = page(desk, after=head)
    twice = msgspec.structs.replace(once, rows=(*once.rows, *once.rows))
    desk.store.write_pages([twice])
    assert desk.sync().refills == 0


def test_a_deleted_record_is_shown_no_longer_and_still_counts_in_the_digest(desk: Desk) -> None:
    desk.server.put(CARE, [note(text="Unmistakable")])
    desk.sync()
    assert desk.search.cases("unmistakable") == [CASE]
    desk.server.stream(CARE).put_raw("note-1", "note", b"null", deleted=True)
    assert desk.sync().refills == 0
    assert not desk.care().holds(RecordId("note-1"))
    assert desk.search.cases("unmistakable") == []


def test_a_record_of_a_kind_that_this_version_does_not_know_is_kept_as_it_came(
    desk: Desk,
) -> None:
    body = b'{"id":"future-1","what":"nobody knows yet"}'
    desk.server.stream(CARE).put_raw("future-1", "future", body)
    assert desk.sync().refills == 0
    with desk.cache.read() as connection:
        kept = connection.exec_driver_sql("SELECT body FROM record WHERE id = 'future-1'")
        assert kept.scalar() == body
    assert desk.cases.row(CASE) is not None


def test_a_record_that_this_version_can_no_longer_read_leaves_the_row_as_it_leaves_the_case(
    desk: Desk,
) -> None:
    schedule = desk.server.stream(stream_id(StreamKind.SCHEDULE))
    (planned,) = schedule.rows.values()
    newer = bytes(planned.body).replace(b'"planned"', b'"half-planned"')
    schedule.put_raw(planned.id, planned.kind, newer)
    desk.sync()
    row = desk.cases.row(CASE)
    assert row is not None
    assert row.next_on is None
    assert row == case_row(desk.cases.open(CASE))


def test_a_sent_event_is_shown_until_the_mirror_holds_its_effect(desk: Desk) -> None:
    written = note_written("On its way.")
    desk.cases.append([written])
    (result,) = desk.server.do(written)
    desk.store.record_results([result])
    assert desk.states() == ["sent"]
    assert desk.store.summary().waiting == 0
    assert [n.text for n in desk.care().of(Note)] == ["On its way."]
    desk.store.write_pages([page(desk, after=desk.care().head)])
    assert desk.states() == []
    assert [n.text for n in desk.care().of(Note)] == ["On its way."]


def test_a_sent_event_stays_while_a_page_lacks_what_changed_after_it(desk: Desk) -> None:
    head = desk.care().head
    mine = note_written("Slept well")
    desk.cases.append([mine])
    desk.store.record_results(desk.server.do(mine))
    [written] = desk.server.stream(CARE).as_stream(CARE).of(Note)
    desk.server.put(CARE, [goal(words="Sleep through the night"), replace(written, text="Slept")])
    desk.store.write_pages([page(desk, after=head, max_bytes=1)])
    assert [n.id for n in desk.care().of(Note)] == [written.id]
    desk.sync()
    assert [n.text for n in desk.care().of(Note)] == ["Slept"]
    assert desk.states() == []


def test_a_result_whose_effect_is_here_already_lets_go_at_once(desk: Desk) -> None:
    written = note_written("Sent, but the answer was lost.")
    desk.cases.append([written])
    (result,) = desk.server.do(written)
    desk.store.write_pages([page(desk, after=desk.care().head)])
    assert desk.states() == ["waiting"]
    desk.store.record_results([result])
    assert desk.states() == []
    assert len(list(desk.care().of(Note))) == 1


def test_a_refused_event_stays_with_its_reason_and_is_not_shown(desk: Desk) -> None:
    written = note_written("Refused for some reason.")
    desk.cases.append([written])
    refusal = EventResult(id=written.id, status="refused", rev=0, reason="may_not_write")
    assert desk.store.record_results([refusal]) == {CASE}
    (shown,) = desk.store.waiting()
    assert (shown.id, shown.stream, shown.kind) == (written.id, CARE, "NoteWritten")
    assert (shown.state, shown.reason, shown.at) == (State.REFUSED, "may_not_write", written.at)
    assert list(desk.care().of(Note)) == []
    assert desk.search.cases("refused") == []
    assert desk.store.summary().refused == 1
    assert desk.cases.held(CASE).waiting == 0


def test_a_refused_revision_leaves_the_row_as_the_mirror_has_it(desk: Desk) -> None:
    before = desk.cases.row(CASE)
    body = GoalRevised(record=GOAL, changes=changes(due=(goal().due, NOON.date())))
    revised = act(body)
    desk.cases.append([revised])
    assert desk.cases.row(CASE) != before
    desk.store.record_results([EventResult(id=revised.id, status="refused", rev=0, reason="x")])
    assert desk.cases.row(CASE) == before


@pytest.mark.parametrize("status", ["parked", "", "APPLIED"])
def test_a_result_that_is_not_final_decides_nothing(desk: Desk, status: str) -> None:
    written = note_written("Still waiting.")
    desk.cases.append([written])
    desk.store.record_results([EventResult(id=written.id, status=status, rev=9)])
    assert desk.states() == ["waiting"]


def test_results_of_events_that_are_not_here_change_nothing(desk: Desk) -> None:
    desk.cases.append([note_written("Mine.")])
    desk.store.record_results([applied("somebody else's", 1)])
    assert desk.states() == ["waiting"]


def test_a_decided_event_is_not_decided_again(desk: Desk) -> None:
    written = note_written("Decided once.")
    desk.cases.append([written])
    desk.store.record_results([applied(written.id, 99)])
    desk.store.record_results([EventResult(id=written.id, status="refused", rev=0, reason="x")])
    assert desk.states() == ["sent"]


def test_a_manifest_that_names_no_stream_forgets_none(desk: Desk) -> None:
    manifest = msgspec.structs.replace(desk.server.manifest(ANA), streams=())
    desk.store.write_manifest(manifest, "etag")
    assert desk.cases.row(CASE) is not None
    wanting = desk.store.standing().wanting
    assert {s.id for s in wanting} == set(streams_of())
    assert not any(s.listed for s in wanting)
    desk.store.write_manifest(desk.server.manifest(ANA), "etag")
    assert desk.store.standing().wanting == []


def test_only_what_changed_in_a_manifest_is_written(desk: Desk) -> None:
    with desk.cache.follow() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER watch AFTER UPDATE ON stream WHEN new.id <> 'case-1.care'"
            " BEGIN SELECT raise(ABORT, 'written without need'); END"
        )
    desk.server.put(CARE, [note()])
    desk.store.write_manifest(desk.server.manifest(ANA), "etag")
    (wanting,) = desk.store.standing().wanting
    assert (wanting.id, wanting.head + 1) == (CARE, wanting.server_head)


def test_streams_are_wanted_case_by_case_the_most_urgent_case_first(cache: Cache) -> None:
    server = server_with(CASE, OTHER)
    server.priorities[stream_of(OTHER, StreamKind.SCHEDULE)] = -1
    desk = Desk(cache, server)
    desk.store.write_manifest(server.manifest(ANA), None)
    wanted = [s.id for s in desk.store.standing().wanting]
    assert [w.split(".")[0] for w in wanted] == [OTHER] * 2 + [CASE] * 2
    assert wanted[0] == stream_of(OTHER, StreamKind.SCHEDULE)


def test_a_stream_that_is_fetched_anew_shows_the_old_until_the_first_page(desk: Desk) -> None:
    head = desk.care().head
    desk.store.refill([CARE])
    assert desk.care().head == head
    assert desk.cases.row(CASE) is not None
    desk.server.streams[CARE].rows.pop(RecordId("goal-1"))
    assert desk.store.write_pages([page(desk)]) == {CASE}
    assert not desk.care().holds(GOAL)
    assert desk.search.cases("grandchildren") == []


def test_a_stream_that_is_empty_when_fetched_anew_is_empty_here(desk: Desk) -> None:
    desk.store.refill([CARE])
    desk.server.streams[CARE].rows.clear()
    desk.server.streams[CARE].head = 0
    desk.store.write_pages([page(desk)])
    assert desk.care().head == 0
    assert desk.cases.row(CASE) is None


def test_nothing_is_let_go_for_a_head_that_is_about_to_be_fetched_anew(desk: Desk) -> None:
    written = note_written("Not to be lost.")
    desk.cases.append([written])
    desk.store.refill([CARE])
    desk.store.record_results([applied(written.id, 1)])
    assert desk.states() == ["sent"]


def test_another_epoch_has_everything_fetched_and_sent_again(desk: Desk) -> None:
    one, two = note_written("Sent."), note_written("Waiting.")
    desk.cases.append([one, two])
    desk.store.record_results([applied(one.id, 99)])
    desk.store.adopt_epoch("epoch-2")
    standing = desk.store.standing()
    assert (standing.epoch, standing.etag) == ("epoch-2", None)
    assert desk.store.epoch() == "epoch-2"
    assert desk.states() == ["waiting", "waiting"]
    assert all(s.refill for s in standing.wanting)
    assert len(standing.wanting) == 3


def test_before_the_first_round_nothing_is_known(cache: Cache) -> None:
    desk = Desk(cache, server_with())
    assert desk.store.epoch() == ""
    standing = desk.store.standing()
    assert (standing.epoch, standing.etag) == ("", None)
    assert desk.store.summary().last_synced is None


def test_a_summary_counts_what_stands(desk: Desk) -> None:
    desk.server.put(CARE, [conflict(), conflict(id=RecordId("c-2"), closed_by=EventId("e"))])
    desk.sync()
    desk.cases.append([note_written("One."), note_written("Two.")])
    summary = desk.store.summary()
    assert (summary.waiting, summary.refused, summary.conflicts) == (2, 0, 1)
    assert (summary.last_synced, summary.held_cases) == (SERVER_TIME, 1)
    desk.now += timedelta(minutes=1)
    desk.sync()
    assert desk.store.summary().last_synced == SERVER_TIME + timedelta(minutes=1)


def test_a_purged_stream_leaves_nothing_but_what_was_refused_in_it(desk: Desk) -> None:
    refused, sent = note_written("Words of a refused note"), note_written("Words of a sent one")
    desk.cases.append([refused, sent])
    desk.store.record_results(
        [EventResult(id=refused.id, status="refused", rev=0, reason="may_not_write")]
    )
    desk.store.record_results([applied(sent.id, 99)])
    DraftStore(desk.cache).keep(f"{CASE}/note", "half typed")
    DraftStore(desk.cache).keep("case-12/note", "of another case")
    assert desk.store.purge(streams_of()) == {CASE}
    assert desk.cases.open(CASE) == {}
    assert desk.cases.rows() == []
    assert desk.search.cases("oliveira") == desk.search.cases("words") == []
    assert DraftStore(desk.cache).take(f"{CASE}/note") is None
    (left,) = desk.store.waiting()
    assert (left.id, left.reason) == (refused.id, "may_not_write")
    with desk.cache.read() as connection:
        for table in ("record", "stream", "held_case", "case_row", "local_record"):
            count = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()  # noqa: S608  # a name from above
            assert count == 0, table
        assert connection.exec_driver_sql("SELECT body FROM outbox").scalar() == b""


@pytest.mark.parametrize("is_held", [False, True])
def test_words_that_came_into_a_stream_after_its_end_go_when_they_are_refused(
    desk: Desk, is_held: bool
) -> None:
    if not is_held:
        desk.store.purge([CARE])
    late = note_written("Typed while the rest of the case was still here")
    desk.cases.append([late])
    refusal = EventResult(id=late.id, status="refused", rev=0, reason="no_such_stream")
    desk.store.record_results([refusal])
    (left,) = desk.store.waiting()
    assert (left.id, left.reason) == (late.id, "no_such_stream")
    with desk.cache.read() as connection:
        body = connection.exec_driver_sql("SELECT body FROM outbox").scalar()
    assert bool(body) is is_held


def test_purging_one_stream_leaves_the_others_of_the_case(desk: Desk) -> None:
    assert desk.store.purge([stream_id(StreamKind.SCHEDULE)]) == {CASE}
    row = desk.cases.row(CASE)
    assert row is not None
    assert row.next_on is None
    assert StreamKind.SCHEDULE not in desk.cases.open(CASE)
    assert desk.care().get(Case, RecordId(CASE))


def test_purging_what_is_not_held_changes_nothing(desk: Desk) -> None:
    assert desk.store.purge([StreamId("case-9.care")]) == frozenset()
    assert desk.cases.row(CASE) is not None


def test_events_go_up_as_they_were_made_oldest_first(desk: Desk) -> None:
    one, two, raised = note_written("1"), note_written("2"), concern_raised()
    desk.cases.append([one])
    desk.cases.append([two, raised])
    undecided = desk.store.standing().undecided
    assert [(e.id, e.kind) for e in undecided] == [
        (one.id, "NoteWritten"),
        (two.id, "NoteWritten"),
        (raised.id, "SafetyConcernRaised"),
    ]
    bodies = desk.store.events([raised.id, one.id])
    assert [msgspec.json.decode(body)["id"] for body in bodies] == [one.id, raised.id]
    assert undecided[0].size == len(bodies[0])


def test_the_index_is_put_in_order_little_by_little_and_then_no_more(desk: Desk) -> None:
    for n in range(5):
        desk.cases.append([note_written(f"Word{n}")])
    steps = 0
    while desk.store.tidy():
        steps += 1
    assert 0 < steps < 100
    assert not desk.store.tidy()
    assert desk.search.cases("word3") == [CASE]


def test_a_member_is_renamed_in_rows_and_search_when_the_page_is_there(desk: Desk) -> None:
    desk.server.put(CARE, [member(id=RecordId(f"member of {CASE}"), family_name="Ferreira")])
    assert desk.sync().changed_cases == {CASE}
    row = desk.cases.row(CASE)
    assert row is not None
    assert row.family_name == "Ferreira"
    assert desk.search.cases("ferr") == [CASE]
    assert desk.search.cases("oliveira") == []
