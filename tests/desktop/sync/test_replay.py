"""After a restore: what the server had and has forgotten goes up again, sealed, before all else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from nurseapp.desktop.storage.outbox import Undecided
from nurseapp.desktop.storage.sent_log import KEPT
from nurseapp.desktop.storage.sync_store import Standing
from nurseapp.desktop.sync.immediate import send_now
from nurseapp.desktop.sync.planner import SAFETY, Progress, Push, Replay, plan
from nurseapp.desktop.sync.transport import ManifestAnswer, TransportError
from nurseapp.domain.goal import GoalAdded, GoalRevised
from nurseapp.domain.ids import EventId, RecordId, StreamId
from nurseapp.domain.note import Note
from nurseapp.domain.streams import stream_of
from nurseapp.wire.messages import MAX_BODY, MAX_EVENTS
from tests.builders import ANA, CASE, changes, stream_id
from tests.desktop.storage.acts import act, concern_raised, note_written, server_with
from tests.desktop.storage.desk import Desk
from tests.desktop.sync.conftest import NewDesk
from tests.desktop.sync.fake_transport import FakeTransport

CARE = stream_id()


def notes(desk: Desk) -> list[str]:
    return [note.text for note in desk.care().of(Note)]


def at_server(desk: Desk) -> list[str]:
    stream = desk.server.stream(CARE).as_stream(CARE)
    return [note.text for note in stream.of(Note)]


def standing(*undecided: Undecided, forgotten: tuple[tuple[str, int], ...] = ()) -> Standing:
    return Standing(
        epoch="epoch-2",
        etag=None,
        undecided=undecided,
        wanting=(),
        forgotten=[(EventId(event), size) for event, size in forgotten],
    )


def waits(event: str, kind: str = "NoteWritten", *, is_forgotten: bool = False) -> Undecided:
    return Undecided(EventId(event), StreamId("case-1.care"), kind, 100, is_forgotten)


@pytest.fixture
def desk(new_desk: NewDesk) -> Desk:
    desk = new_desk(server_with())
    desk.sync()
    return desk


def test_what_a_restored_server_has_forgotten_is_there_again_after_one_round(desk: Desk) -> None:
    backup = desk.server.back_up()
    desk.cases.append([note_written("Before.")])
    desk.sync()
    assert desk.states() == []
    desk.server.restore(backup)
    desk.cases.append([note_written("After.")])

    report = desk.sync()

    assert (report.replayed, report.pushed, report.turned_away) == (1, 1, 0)
    assert at_server(desk) == notes(desk) == ["Before.", "After."]
    assert desk.states() == []
    assert desk.sync().replayed == 0


def test_what_is_sent_and_not_yet_back_goes_up_again_with_its_receipt(desk: Desk) -> None:
    backup = desk.server.back_up()
    event = note_written("Sent.")
    desk.cases.append([event])

    def cut(point: str) -> None:
        if point == "before pull":
            raise TransportError("offline")

    desk.transport.fault = cut
    with pytest.raises(TransportError):
        desk.sync()
    desk.transport.fault = lambda _point: None
    assert desk.states() == ["sent"]
    desk.server.restore(backup)

    report = desk.sync()

    assert (report.replayed, report.pushed) == (1, 0)
    assert at_server(desk) == notes(desk) == ["Sent."]
    assert desk.states() == []


def test_what_waits_for_a_colleague_is_tried_in_each_round_and_stays_as_long(
    desk: Desk, new_desk: NewDesk
) -> None:
    backup = desk.server.back_up()
    added = GoalAdded(goal=RecordId("goal-9"), problem=RecordId("problem-1"), outcome="Walks")
    theirs = new_desk(desk.server)
    theirs.sync()
    theirs.cases.append([act(added)])
    theirs.sync()
    desk.sync()
    revised = GoalRevised(record=RecordId("goal-9"), changes=changes(outcome=("Walks", "Runs")))
    desk.cases.append([act(revised)])
    desk.sync()
    desk.server.restore(backup)

    assert desk.sync().replayed == 0
    desk.server.now = lambda: desk.now + KEPT * 2
    assert desk.sync().replayed == 0
    assert theirs.sync().replayed == 1
    assert desk.sync().replayed == 1
    assert desk.care().head == desk.server.stream(CARE).head


def test_what_the_server_turns_away_is_counted_and_stays_for_another_restore(desk: Desk) -> None:
    backup = desk.server.back_up()
    event = note_written("Turned away.")
    desk.cases.append([event])
    desk.sync()
    desk.server.restore(backup)
    desk.server.turns_away.add(event.id)

    assert desk.sync().turned_away == 1
    assert desk.sync().turned_away == 0
    desk.server.turns_away.clear()
    desk.server.restore(desk.server.back_up())

    assert desk.sync().replayed == 1
    assert at_server(desk) == ["Turned away."]


def test_a_result_without_the_servers_receipt_leaves_the_event_forgotten(desk: Desk) -> None:
    backup = desk.server.back_up()
    event = note_written("Sent.")
    desk.cases.append([event])
    desk.sync()
    desk.server.restore(backup)
    desk.server.unsigned.add(event.id)

    report = desk.sync()

    assert (report.replayed, report.unproven) == (0, 1)
    desk.server.unsigned.clear()
    assert desk.sync().replayed == 1


def test_what_was_sent_at_once_comes_back_like_all_else(desk: Desk) -> None:
    backup = desk.server.back_up()
    send_now(desk.store, desk.transport, note_written("At once."))
    desk.server.restore(backup)

    assert desk.sync().replayed == 1
    assert at_server(desk) == ["At once."]


def test_a_sealed_event_is_kept_as_long_as_its_receipt(desk: Desk) -> None:
    desk.server.now = lambda: desk.now
    desk.cases.append([note_written("Old.")])
    desk.sync()
    desk.now += KEPT + timedelta(seconds=1)
    desk.sync()
    desk.cases.append([note_written("New.")])
    desk.sync()

    with desk.cache.read() as connection:
        kept = connection.exec_driver_sql("SELECT event FROM sealed").scalars()
    assert kept == [receipt.event for receipt in desk.store.receipts()]
    assert len(kept) == 1


def test_a_clock_that_is_set_in_the_middle_of_a_round_makes_nothing_old(desk: Desk) -> None:
    backup = desk.server.back_up()
    right = desk.now

    def set_right(point: str) -> None:
        if point == "before pull":
            desk.now = right

    desk.transport.fault = set_right
    desk.now = right + 10 * KEPT
    desk.cases.append([note_written("By whatever clock.")])
    desk.sync()
    assert desk.now == right
    desk.sync()

    desk.server.restore(backup)

    assert desk.sync().replayed == 1
    assert at_server(desk) == ["By whatever clock."]


def test_a_date_that_a_proxy_writes_on_an_answer_makes_nothing_old(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = desk.server.back_up()
    desk.cases.append([note_written("Before the proxy's clock was set.")])
    desk.sync()
    told = FakeTransport.manifest

    def with_another_date(
        transport: FakeTransport, etag: str | None, *, takes_news: bool = False
    ) -> ManifestAnswer:
        answer = told(transport, etag, takes_news=takes_news)
        assert answer.manifest is None
        return replace(answer, server_time=desk.now + 2 * KEPT)

    with monkeypatch.context() as patch:
        patch.setattr(FakeTransport, "manifest", with_another_date)
        desk.sync()
    desk.server.restore(backup)

    assert desk.sync().replayed == 1
    assert at_server(desk) == ["Before the proxy's clock was set."]


def test_words_of_a_stream_that_ended_are_nowhere_though_it_is_sealed(desk: Desk) -> None:
    desk.cases.append([note_written("Unutterable.")])
    desk.sync()
    desk.server.end(ANA, CARE)
    desk.sync()
    desk.cache.close()

    with desk.cache.read() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        for table in list(tables.scalars()):
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").all()  # noqa: S608  # a table's name
            assert "Unutterable" not in repr(rows), table


def test_safety_goes_first_then_the_forgotten_then_the_rest() -> None:
    safety = waits("s", SAFETY)
    forgotten = (("f", 10), ("g", 10))
    known = Progress(manifest_known=True)
    after = replace(known, replayed=frozenset({EventId("f"), EventId("g")}))

    assert plan(standing(waits("n"), safety, forgotten=forgotten), known) == Push((safety.id,))
    assert plan(standing(waits("n"), forgotten=forgotten), known) == Replay(
        (EventId("f"), EventId("g"))
    )
    assert plan(standing(waits("n"), forgotten=forgotten), after) == Push((EventId("n"),))


def test_what_is_forgotten_is_not_pushed_beside_that() -> None:
    forgotten = waits("f", is_forgotten=True)
    replayed = Progress(manifest_known=True, replayed=frozenset({forgotten.id}))

    assert not isinstance(plan(standing(forgotten, forgotten=(("f", 10),)), replayed), Push)


def test_a_replay_keeps_the_limits_of_a_push() -> None:
    many = tuple((f"e{n}", 10) for n in range(MAX_EVENTS + 5))
    large = tuple((f"e{n}", MAX_BODY // 2) for n in range(3))

    first, second = (plan(standing(forgotten=some), Progress()) for some in (many, large))

    assert isinstance(first, Replay)
    assert isinstance(second, Replay)
    assert (len(first.events), len(second.events)) == (MAX_EVENTS, 1)


def test_a_concern_that_the_restored_server_forgot_is_there_again(desk: Desk) -> None:
    backup = desk.server.back_up()
    concern = concern_raised()
    desk.cases.append([concern])
    desk.sync()
    desk.server.restore(backup)

    desk.sync()

    care = desk.server.stream(stream_of(CASE, concern.body.STREAM)).as_stream(CARE)
    assert any(record.KIND == "safety_concern" for record in care.base.values())
