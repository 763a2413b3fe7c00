"""What the server chokes on, and what it sends that cannot be: only its own stream is delayed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from nurseapp.desktop.sync.transport import TransportError
from nurseapp.domain.ids import CaseId, RecordId, StreamId
from nurseapp.domain.note import Note
from nurseapp.wire.events import decode_event
from nurseapp.wire.messages import Manifest, PullAnswer, PushRequest, StreamPage, StreamState
from tests.builders import ANA, CASE, stream_id
from tests.desktop.storage.acts import note_written, server_with, streams_of
from tests.desktop.storage.desk import Desk
from tests.desktop.sync.conftest import NewDesk
from tests.desktop.sync.fake_server import FakeServer

OTHER = CaseId("case-2")
CARE, CARE_2 = stream_id(), StreamId("case-2.care")


@pytest.fixture
def desk(new_desk: NewDesk) -> Desk:
    """Ana's desk, which has synced two cases."""
    desk = new_desk(server_with(CASE, OTHER))
    desk.sync()
    return desk


def choke(monkeypatch: pytest.MonkeyPatch, status: int, *poison: str) -> list[int]:
    """Let the server choke on these streams; count the events of each push."""
    right, pushes = FakeServer.push, []

    def push(server: FakeServer, user: str, request: PushRequest) -> Any:
        events = [decode_event(raw) for raw in request.events]
        pushes.append(len(events))
        if {event.stream for event in events} & set(poison):
            raise TransportError("server_failed", status=status, reason="bad_request")
        return right(server, user, request)

    monkeypatch.setattr(FakeServer, "push", push)
    return pushes


@pytest.mark.parametrize("status", [400, 413, 500])
def test_an_event_that_the_server_chokes_on_delays_its_own_stream_and_no_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    pushes = choke(monkeypatch, status, CARE)
    desk.cases.append([note_written("Poison.")])
    desk.cases.append([note_written("Good.", case=OTHER)])
    report = desk.sync()
    assert pushes == [2, 1, 1]
    assert report.left == {CARE}
    assert desk.states() == ["waiting"]
    assert [note.text for note in desk.care(OTHER).of(Note)] == ["Good."]
    monkeypatch.undo()
    assert desk.sync().left == frozenset()
    assert desk.states() == []


def test_a_server_that_chokes_on_everything_has_another_trouble(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [CaseId(f"case-{number}") for number in range(1, 7)]
    for case in cases[2:]:
        desk.server.allow(ANA, *streams_of(case))
    desk.sync()
    pushes = choke(monkeypatch, 500, *(f"{case}.care" for case in cases))
    for case in cases:
        desk.cases.append([note_written("Good.", case=case)])
    with pytest.raises(TransportError, match="server_failed"):
        desk.sync()
    assert pushes == [6, 1, 1, 1, 1]
    assert desk.states() == ["waiting"] * 6


def test_a_server_that_is_busy_is_not_asked_stream_by_stream(desk: Desk) -> None:
    desk.cases.append([note_written("Good.")])

    def busy(point: str) -> None:
        if point == "before push":
            raise TransportError("server_busy", status=503)

    desk.transport.fault = busy
    with pytest.raises(TransportError, match="server_busy"):
        desk.sync()
    assert desk.transport.asked.count("push") == 1


Spoil = Callable[[StreamPage], StreamPage]


def spoiled(**changes: Any) -> Spoil:
    return lambda page: msgspec.structs.replace(page, **changes)


def row(page: StreamPage, **changes: Any) -> StreamPage:
    first = msgspec.structs.replace(page.rows[0], **changes)
    return msgspec.structs.replace(page, rows=(first, *page.rows[1:]))


@pytest.mark.parametrize(
    "spoil",
    [
        spoiled(upto=-1),
        spoiled(upto=1 << 70, head=1 << 70),
        spoiled(head=0),
        spoiled(digest="not a digest"),
        lambda page: msgspec.structs.replace(page, rows=(*page.rows, page.rows[0])),
        lambda page: row(page, rev=1 << 40),
        lambda page: row(page, rev=0),
        lambda page: row(page, id=""),
        lambda page: row(page, id="\0"),
        lambda page: row(page, schema=1 << 64),
    ],
)
def test_a_page_that_cannot_be_is_left_and_the_others_are_written(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, spoil: Spoil
) -> None:
    right = FakeServer.pull

    def pull(*asked: Any) -> PullAnswer:
        answer = right(*asked)
        pages = tuple(spoil(page) if page.id == CARE else page for page in answer.streams)
        return msgspec.structs.replace(answer, streams=pages)

    desk.server.do(note_written("From elsewhere."), note_written("From elsewhere.", case=OTHER))
    monkeypatch.setattr(FakeServer, "pull", pull)
    report = desk.sync()
    assert report.left == {CARE}
    assert list(desk.care().of(Note)) == []
    assert [note.text for note in desk.care(OTHER).of(Note)] == ["From elsewhere."]
    monkeypatch.undo()
    assert desk.sync().left == frozenset()
    assert [note.text for note in desk.care().of(Note)] == ["From elsewhere."]


def test_what_is_held_does_not_go_for_a_refill_that_lacks_a_record(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = FakeServer.pull

    def pull(*asked: Any) -> PullAnswer:
        answer = right(*asked)
        pages = (msgspec.structs.replace(page, rows=page.rows[1:]) for page in answer.streams)
        return msgspec.structs.replace(answer, streams=tuple(pages))

    before = dict(desk.care().base)
    desk.store.refill([CARE])
    monkeypatch.setattr(FakeServer, "pull", pull)
    assert desk.sync().left == {CARE}
    assert dict(desk.care().base) == before
    monkeypatch.undo()
    assert desk.sync().left == frozenset()
    assert dict(desk.care().base) == before


def state(**changes: Any) -> StreamState:
    known = StreamState(
        id="case-9.care", kind="care", mode="write", head=1, digest="0" * 32, priority=1
    )
    return msgspec.structs.replace(known, **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"epoch": ""},
        {"epoch": "e" * 1_000},
        {"streams": (state(), state())},
        {"streams": (state(head=-1),)},
        {"streams": (state(head=1 << 63),)},
        {"streams": (state(digest="0"),)},
        {"streams": (state(id="care"),)},
        {"streams": (state(id=".care"),)},
        {"streams": (state(id="case\n.care"),)},
        {"streams": (state(priority=1 << 64),)},
    ],
)
def test_a_manifest_that_cannot_be_changes_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any]
) -> None:
    right = FakeServer.manifest

    def manifest(*asked: Any) -> Manifest:
        return msgspec.structs.replace(right(*asked), **changes)

    desk.cases.append([note_written("Good.")])
    monkeypatch.setattr(FakeServer, "manifest", manifest)
    with pytest.raises(TransportError, match="server_failed"):
        desk.sync()
    monkeypatch.undo()
    assert desk.care().head
    desk.sync()
    assert desk.states() == []


def test_a_result_whose_revision_cannot_be_leaves_its_event_waiting(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = FakeServer.push

    def push(*asked: Any) -> Any:
        answer = right(*asked)
        results = tuple(msgspec.structs.replace(r, rev=1 << 64) for r in answer.results)
        return msgspec.structs.replace(answer, results=results)

    monkeypatch.setattr(FakeServer, "push", push)
    desk.cases.append([note_written("Good.")])
    desk.sync()
    assert desk.states() == ["waiting"]


def test_rows_of_an_unread_body_are_kept(desk: Desk) -> None:
    desk.server.stream(CARE).put_raw("odd", "note", b"5")
    desk.sync()
    assert desk.care().holds(RecordId("odd"))
