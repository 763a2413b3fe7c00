"""Versions that differ: what is not known is kept as it is, and what waits is never lost."""

from __future__ import annotations

from typing import Any

import pytest

from nurseapp.desktop.sync.transport import TransportError
from nurseapp.domain.goal import Goal, GoalRevised, GoalStatus
from nurseapp.domain.ids import RecordId, StreamId
from nurseapp.domain.note import Note
from tests.builders import ANA, GOAL, changes, stream_id
from tests.desktop.storage.acts import act, note_written, server_with
from tests.desktop.storage.desk import Desk
from tests.desktop.sync.conftest import NewDesk
from tests.desktop.sync.fake_server import FakeServer

CARE = stream_id()
NEWER = b'{"colour":"amber","id":"mood-1","of":{"deep":[1,null,"\xc3\xa9"]}}'


@pytest.fixture
def desk(new_desk: NewDesk) -> Desk:
    """Ana's desk, which has synced."""
    desk = new_desk(server_with())
    desk.sync()
    return desk


def body_of(desk: Desk, record: str) -> bytes:
    with desk.cache.read() as connection:
        found = connection.exec_driver_sql("SELECT body FROM record WHERE id = ?", (record,))
        body: bytes = found.scalar_one()
        return body


def test_a_record_of_an_unknown_kind_is_kept_byte_for_byte(desk: Desk) -> None:
    desk.server.stream(CARE).put_raw("mood-1", "mood", NEWER)
    report = desk.sync()
    assert body_of(desk, "mood-1") == NEWER
    assert (report.refills, report.left) == (0, frozenset())
    assert desk.care().holds(RecordId("mood-1"))


def test_a_member_that_this_version_does_not_know_survives_an_edit_made_here(desk: Desk) -> None:
    stream = desk.server.stream(CARE)
    grown = b'{"colour":"amber",' + bytes(stream.rows[GOAL].body)[1:]
    stream.put_raw(GOAL, "goal", grown)
    desk.sync()
    assert body_of(desk, GOAL) == grown
    body = GoalRevised(record=GOAL, changes=changes(status=("in-progress", GoalStatus.MET)))
    desk.cases.append([act(body)])
    assert desk.care().get(Goal, GOAL).status is GoalStatus.MET
    desk.sync()
    assert b'"colour":"amber"' in body_of(desk, GOAL)
    assert desk.care().get(Goal, GOAL).status is GoalStatus.MET
    assert desk.states() == []


def test_a_stream_of_an_unknown_kind_is_held_and_disturbs_nothing(desk: Desk) -> None:
    name = StreamId("case-1.dreams")
    desk.server.allow(ANA, name)
    desk.server.stream(name).put_raw("mood-1", "mood", NEWER)
    report = desk.sync()
    assert (report.refills, report.left) == (0, frozenset())
    assert body_of(desk, "mood-1") == NEWER
    assert desk.care().head


def test_a_server_that_takes_nothing_from_this_version_still_gives(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def push(*_asked: Any) -> Any:
        raise TransportError("other_version", ours="1", theirs="1")

    desk.cases.append([note_written("Written with the old version.")])
    desk.server.do(note_written("From elsewhere."))
    monkeypatch.setattr(FakeServer, "push", push)
    report = desk.sync()
    assert report.is_too_old
    assert desk.states() == ["waiting"]
    assert "From elsewhere." in {note.text for note in desk.care().of(Note)}
    monkeypatch.undo()
    assert not desk.sync().is_too_old
    assert desk.states() == []
