"""What a nurse sees of a case, and what becomes of what she does to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from nurseapp.desktop.storage.cache import Cache, CacheError
from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.desktop.storage.connection import Connection, Result
from nurseapp.desktop.storage.outbox import LARGEST
from nurseapp.domain.case import CaseClosed
from nurseapp.domain.directory import StaffMember
from nurseapp.domain.events import Event
from nurseapp.domain.goal import Goal, GoalRevised, GoalStatus
from nurseapp.domain.ids import CaseId, RecordId, StreamId
from nurseapp.domain.intervention import InterventionRevised
from nurseapp.domain.note import Note, NoteWritten
from nurseapp.domain.problem import Problem
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.safety import SafetyConcern
from nurseapp.domain.screening import ScreeningAnswered
from nurseapp.domain.streams import ORG_STREAM, StreamKind
from tests.builders import (
    ANA,
    BEN,
    CASE,
    GOAL,
    INTERVENTION,
    NOON,
    PROBLEM,
    SCREENING,
    changes,
    goal,
    problem,
    staff_member,
    stream_id,
)
from tests.desktop.storage.acts import act, concern_raised, note_written, server_with, streams_of
from tests.desktop.storage.desk import Desk
from tests.desktop.storage.files import opened

TOMORROW = date(2026, 3, 3)


def refused(desk: Desk, *events: Event) -> DomainError:
    with pytest.raises(DomainError) as caught:
        desk.cases.append(events)
    return caught.value


def test_a_case_shows_the_mirror_with_what_was_done_here(desk: Desk) -> None:
    body = GoalRevised(record=GOAL, changes=changes(status=("in-progress", GoalStatus.MET)))
    desk.cases.append([act(body)])
    desk.cases.append([note_written("She walked to the market.")])
    assert desk.care().get(Goal, GOAL).status is GoalStatus.MET
    assert [n.text for n in desk.care().of(Note)] == ["She walked to the market."]
    assert desk.server.stream(stream_id()).as_stream(stream_id()).get(Goal, GOAL) == goal()


def test_what_was_appended_is_there_after_the_program_was_closed(desk: Desk) -> None:
    desk.cases.append([note_written("Will call on Friday.")])
    again = CaseStore(desk.cache)
    assert [n.text for n in again.open(CASE)[StreamKind.CARE].of(Note)] == ["Will call on Friday."]
    assert again.held(CASE).waiting == 1


def test_a_refused_act_leaves_nothing(desk: Desk) -> None:
    before = desk.cases.row(CASE)
    error = refused(desk, note_written("kept"), note_written("  "))
    assert (error.code, error.facts["field"]) == ("bad_value", "text")
    assert desk.states() == []
    assert list(desk.care().of(Note)) == []
    assert desk.cases.row(CASE) == before
    assert desk.search.cases("kept") == []


def test_an_act_that_no_push_could_take_is_refused_and_the_largest_that_one_can_goes_up(
    desk: Desk,
) -> None:
    error = refused(desk, note_written("x" * LARGEST))
    assert (error.code, error.facts) == ("too_large", {"limit": LARGEST})
    assert desk.states() == []
    desk.cases.append([note_written("x" * (LARGEST - 400)) for _ in range(2)])
    assert desk.sync().pushed == 2


def test_an_act_on_two_streams_is_kept_together_or_not_at_all(desk: Desk) -> None:
    answer = ScreeningAnswered(
        screening=SCREENING, form="phq-9", version="1", language="en", item="9", points=2
    )
    desk.cases.append([act(answer), concern_raised()])
    streams = desk.cases.open(CASE)
    assert len(list(streams[StreamKind.CARE].of(SafetyConcern))) == 1
    assert streams[StreamKind.BEHAVIOURAL].holds(SCREENING)
    later = replace(answer, screening=RecordId("other"))
    refused(desk, act(later), note_written(""))
    assert not desk.cases.open(CASE)[StreamKind.BEHAVIOURAL].holds(RecordId("other"))


def test_an_act_may_begin_a_stream_that_the_server_has_not_named_yet(cache: Cache) -> None:
    server = server_with()
    server.end(ANA, stream_id(StreamKind.BEHAVIOURAL))
    desk = Desk(cache, server)
    desk.sync()
    assert StreamKind.BEHAVIOURAL not in desk.cases.open(CASE)
    answer = ScreeningAnswered(
        screening=SCREENING, form="phq-9", version="1", language="en", item="1", points=1
    )
    desk.cases.append([act(answer)])
    assert desk.cases.open(CASE)[StreamKind.BEHAVIOURAL].holds(SCREENING)
    server.allow(ANA, stream_id(StreamKind.BEHAVIOURAL))
    desk.sync()
    assert desk.cases.open(CASE)[StreamKind.BEHAVIOURAL].holds(SCREENING)
    assert desk.states() == []


def test_a_case_that_is_not_here_takes_no_act_and_shows_nothing(desk: Desk) -> None:
    elsewhere = CaseId("case-of-somebody-else")
    assert refused(desk, note_written("text", elsewhere)).code == "not_held"
    assert desk.cases.open(elsewhere) == {}
    assert desk.cases.row(elsewhere) is None
    assert desk.cases.held(elsewhere).modes == {}


def test_saying_the_same_twice_changes_nothing(desk: Desk) -> None:
    written = note_written("Once.")
    desk.cases.append([written])
    desk.cases.append([written])
    desk.cases.append([written, note_written("Twice.")])
    assert [n.text for n in desk.care().of(Note)] == ["Once.", "Twice."]


def test_an_id_never_stands_for_two_acts(desk: Desk) -> None:
    written = note_written("One thing.")
    desk.cases.append([written])
    other = replace(written, body=NoteWritten(note=RecordId("n"), text="Another."))
    assert refused(desk, other).code == "forked"


def test_an_act_that_no_longer_fits_is_not_shown_and_is_still_sent(desk: Desk) -> None:
    desk.cases.append([note_written("Mine.", by=BEN)])
    (mine,) = desk.care().of(Note)
    desk.server.put(stream_id(), [replace(mine, text="The same id, from elsewhere.")])
    with desk.cache.follow() as connection:
        connection.exec_driver_sql("UPDATE outbox SET state = 'sent', rev = 1000")
    desk.sync()
    assert [n.text for n in desk.care().of(Note)] == ["The same id, from elsewhere."]
    assert desk.states() == ["sent"]


def test_an_act_that_this_version_cannot_read_is_not_shown_and_stays(desk: Desk) -> None:
    desk.cases.append([note_written("Readable.")])
    with desk.cache.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO outbox (id, stream, case_id, kind, at, body) VALUES"
            " ('x', 'case-1.care', 'case-1', 'Unheard', ?, x'7b7d')",
            (NOON.isoformat(),),
        )
    assert [n.text for n in desk.care().of(Note)] == ["Readable."]
    assert desk.states() == ["waiting", "waiting"]


def test_a_row_follows_what_was_done_here(desk: Desk) -> None:
    row = desk.cases.row(CASE)
    assert row is not None
    assert row.plan_due_what == "Teach how to measure blood sugar"
    later = changes(due=(date(2026, 3, 9), TOMORROW))
    desk.cases.append([act(InterventionRevised(record=INTERVENTION, changes=later))])
    after = desk.cases.row(CASE)
    assert after == replace(row, plan_due_on=TOMORROW)
    assert desk.cases.rows() == [after]


def test_a_note_changes_no_row(desk: Desk) -> None:
    before = desk.cases.row(CASE)
    desk.cases.append([note_written("Nothing that a list shows.")])
    assert desk.cases.row(CASE) == before


def test_a_row_shows_an_open_safety_concern_at_once(desk: Desk) -> None:
    raised = concern_raised()
    desk.cases.append([raised])
    row = desk.cases.row(CASE)
    assert row is not None
    assert row.safety_since == raised.at


def test_closing_sees_the_head_that_the_mirror_shows(desk: Desk) -> None:
    head = desk.care().head
    assert head == desk.server.stream(stream_id()).head
    body = CaseClosed(case=RecordId(CASE), on=TOMORROW, reason="Goals met", head=head - 1)
    assert refused(desk, act(body)).code == "stale"
    desk.cases.append([act(replace(body, head=head))])
    row = desk.cases.row(CASE)
    assert row is not None
    assert row.closed_on == TOMORROW


def test_the_organisation_is_empty_until_it_was_synced(desk: Desk) -> None:
    assert list(desk.cases.organisation().of(StaffMember)) == []
    desk.server.put(ORG_STREAM, [staff_member()])
    desk.server.allow(ANA, ORG_STREAM, mode="read")
    desk.sync()
    assert list(desk.cases.organisation().of(StaffMember)) == [staff_member()]
    assert [row.case for row in desk.cases.rows()] == [CASE]


def test_modes_say_what_may_be_written(desk: Desk) -> None:
    desk.server.allow(ANA, stream_id(StreamKind.SCHEDULE), mode="read")
    desk.sync()
    assert desk.cases.held(CASE).modes == {
        StreamKind.CARE: "write",
        StreamKind.BEHAVIOURAL: "write",
        StreamKind.SCHEDULE: "read",
    }


def test_a_stream_of_a_kind_that_this_version_does_not_know_is_kept_and_not_shown(
    desk: Desk,
) -> None:
    name = StreamId(f"{CASE}.appeal")
    desk.server.stream(name).put_raw("decision-1", "decision", b'{"id":"decision-1"}')
    desk.server.allow(ANA, name)
    report = desk.sync()
    assert report.pulled_rows == 1
    assert set(desk.cases.open(CASE)) == {
        StreamKind.CARE,
        StreamKind.BEHAVIOURAL,
        StreamKind.SCHEDULE,
    }
    assert "appeal" not in {kind.value for kind in desk.cases.held(CASE).modes}


def test_opening_the_same_case_again_reads_its_records_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.cases.open(CASE)
    statements: list[str] = []
    execute = Connection.exec_driver_sql

    def heard(connection: Connection, statement: str, parameters: Sequence[object] = ()) -> Result:
        statements.append(statement)
        return execute(connection, statement, parameters)

    monkeypatch.setattr(Connection, "exec_driver_sql", heard)
    desk.cases.open(CASE)
    assert not any("FROM json_each(?1) AS j CROSS JOIN record" in s for s in statements)
    desk.server.put(stream_id(), [problem(title="Asthma")])
    desk.sync()
    assert desk.care().get(Problem, PROBLEM).title == "Asthma"
    assert any("CROSS JOIN record" in s for s in statements)


def test_many_cases_can_be_opened_in_turn(cache: Cache) -> None:
    names = [CaseId(f"case-{n}") for n in range(20)]
    desk = Desk(cache, server_with(*names))
    desk.sync()
    for _ in range(2):
        for name in names:
            assert desk.care(name).id == streams_of(name)[0]
    assert len(desk.cases.rows()) == 20


def test_nothing_is_kept_of_an_act_for_which_there_is_no_room(desk: Desk) -> None:
    with desk.cache.read() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(CacheError) as caught:
        desk.cases.append([note_written("A long note. " * 5_000)])
    assert caught.value.code == "disk_full"
    assert desk.states() == []
    assert list(desk.care().of(Note)) == []


def test_what_is_done_before_a_crash_is_done_after_it(desk: Desk, folder: Path) -> None:
    desk.cases.append([note_written("Before.")])
    with opened(folder) as cache:
        notes = CaseStore(cache).open(CASE)[StreamKind.CARE].of(Note)
        assert [n.text for n in notes] == ["Before."]
