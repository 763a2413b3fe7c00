"""The round against a server in memory: what goes wrong on the way, and what is left after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from nurseapp.desktop.sync.immediate import send_now
from nurseapp.desktop.sync.proofs import is_proven
from nurseapp.desktop.sync.transport import TransportError
from nurseapp.domain.goal import Goal, GoalRevised, GoalStatus
from nurseapp.domain.ids import CaseId, RecordId, StreamId
from nurseapp.domain.note import Note
from nurseapp.domain.revising import Conflict
from nurseapp.domain.streams import StreamKind, stream_of
from nurseapp.wire.messages import PushAnswer, PushRequest
from tests.builders import ANA, BEN, CASE, GOAL, changes, note, stream_id
from tests.desktop.storage.acts import act, concern_raised, note_written, server_with, streams_of
from tests.desktop.storage.desk import Desk
from tests.desktop.sync.conftest import NewDesk
from tests.desktop.sync.fake_server import KEY, SERVER_TIME, FakeServer

CARE = stream_id()
OTHER = CaseId("case-2")


def lost(point: str) -> Callable[[str], None]:
    """Let the line break at one point."""

    def fault(reached: str) -> None:
        if reached == point:
            raise TransportError("offline", reason="ConnectError")

    return fault


def offline(desk: Desk) -> TransportError:
    with pytest.raises(TransportError) as caught:
        desk.sync()
    return caught.value


def assert_same(desk: Desk) -> None:
    """Check that the desk holds what the server has, and nothing waits."""
    for name in desk.server.modes[ANA]:
        stream = desk.server.stream(name).as_stream(name)
        held = desk.cases.open(CaseId(name.rpartition(".")[0]))[stream.kind]
        assert (held.head, dict(held.base), dict(held.changes)) == (
            stream.head,
            dict(stream.base),
            {},
        )
    assert desk.states() == []


def test_a_first_round_brings_every_case_in_one_answer(new_desk: NewDesk) -> None:
    desk = new_desk(server_with(CASE, OTHER))
    report = desk.sync()
    assert desk.transport.asked == ["manifest", "pull"]
    assert report.pulled_rows == 12
    assert report.changed_cases == {CASE, OTHER}
    assert report.refills == 0
    assert (report.finished_at, desk.store.summary().last_synced) == (SERVER_TIME, SERVER_TIME)
    assert_same(desk)


def test_a_round_in_which_nothing_changed_asks_once(new_desk: NewDesk) -> None:
    desk = new_desk(server_with())
    desk.sync()
    desk.transport.asked.clear()
    report = desk.sync()
    assert desk.transport.asked == ["manifest"]
    assert (report.pushed, report.pulled_rows, report.changed_cases) == (0, 0, frozenset())


def test_small_pages_bring_the_same(new_desk: NewDesk) -> None:
    server = server_with(CASE, OTHER)
    desk = new_desk(server, max_bytes=1)
    desk.sync()
    assert desk.transport.asked.count("pull") > 10
    assert_same(desk)
    whole = new_desk(server)
    whole.sync()
    assert desk.cases.rows() == whole.cases.rows()


def test_cases_are_told_of_as_soon_as_their_page_is_written(new_desk: NewDesk) -> None:
    from nurseapp.desktop.sync.round import run_round

    desk = new_desk(server_with(CASE, OTHER), max_bytes=1)
    heard: list[frozenset[CaseId]] = []
    listed: list[int] = []

    def changed(cases: frozenset[CaseId]) -> None:
        heard.append(cases)
        listed.append(len(desk.cases.rows()))

    report = run_round(desk.store, desk.transport, lambda: SERVER_TIME, changed)
    assert frozenset().union(*heard) == report.changed_cases == {CASE, OTHER}
    assert all(len(cases) == 1 for cases in heard)
    assert 1 in listed


def test_what_was_done_offline_goes_up_and_comes_back(new_desk: NewDesk) -> None:
    desk = new_desk(server_with())
    desk.sync()
    body = GoalRevised(record=GOAL, changes=changes(status=("in-progress", GoalStatus.MET)))
    desk.cases.append([act(body)])
    desk.cases.append([note_written("Offline all day.")])
    desk.transport.asked.clear()
    report = desk.sync()
    assert desk.transport.asked == ["push", "manifest", "pull"]
    assert (report.pushed, report.results) == (2, {"applied": 2})
    assert report.changed_cases == {CASE}
    assert_same(desk)
    assert desk.care().get(Goal, GOAL).status is GoalStatus.MET


def test_safety_goes_up_alone_before_everything_else(new_desk: NewDesk) -> None:
    desk = new_desk(server_with())
    desk.sync()
    desk.cases.append([note_written("Written first.")])
    desk.cases.append([concern_raised()])
    desk.sync()
    assert desk.server.pushes == [["SafetyConcernRaised"], ["NoteWritten"]]
    assert_same(desk)


def test_many_events_go_up_in_several_pushes(new_desk: NewDesk) -> None:
    desk = new_desk(server_with())
    desk.sync()
    desk.cases.append([note_written(f"Note {n}") for n in range(401)])
    report = desk.sync()
    assert [len(push) for push in desk.server.pushes] == [200, 200, 1]
    assert report.pushed == 401
    assert len(list(desk.care().of(Note))) == 401
    assert_same(desk)


@pytest.mark.parametrize(
    "point", ["before push", "after push", "before manifest", "after manifest"]
)
def test_a_line_that_breaks_before_anything_came_back_loses_nothing(
    new_desk: NewDesk, point: str
) -> None:
    desk = new_desk(server_with())
    desk.sync()
    desk.cases.append([note_written("Not to be lost.")])
    desk.transport.fault = lost(point)
    assert offline(desk).code == "offline"
    assert [n.text for n in desk.care().of(Note)] == ["Not to be lost."]
    assert len(desk.states()) == 1
    desk.transport.fault = lambda _point: None
    desk.sync()
    assert [n.text for n in desk.care().of(Note)] == ["Not to be lost."]
    assert_same(desk)


def test_a_lost_answer_to_a_push_does_nothing_twice(new_desk: NewDesk) -> None:
    desk = new_desk(server_with())
    desk.sync()
    desk.cases.append([note_written("Once.")])
    desk.transport.fault = lost("after push")
    offline(desk)
    head = desk.server.stream(CARE).head
    desk.transport.fault = lambda _point: None
    report = desk.sync()
    assert report.results == {"applied": 1}
    assert desk.server.stream(CARE).head == head
    assert_same(desk)


def test_a_line_that_breaks_between_pages_goes_on_from_there(new_desk: NewDesk) -> None:
    desk = new_desk(server_with(CASE, OTHER), max_bytes=1)
    pulls = 0

    def after_three(point: str) -> None:
        nonlocal pulls
        pulls += point == "before pull"
        if pulls > 3:
            raise TransportError("offline")

    desk.transport.fault = after_three
    offline(desk)
    assert desk.store.summary().last_synced is None
    desk.transport.fault = lambda _point: None
    report = desk.sync()
    assert report.pulled_rows == 12 - 3
    assert_same(desk)


def test_an_event_that_the_server_wants_later_holds_its_stream_and_no_other(
    new_desk: NewDesk,
) -> None:
    desk = new_desk(server_with(CASE, OTHER))
    desk.sync()
    first, second = note_written("Busy."), note_written("After it.")
    elsewhere = note_written("Elsewhere.", OTHER)
    desk.server.busy.add(first.id)
    desk.cases.append([first])
    desk.cases.append([elsewhere])
    assert desk.sync().pushed == 1
    desk.cases.append([second])
    assert desk.sync().pushed == 0
    assert [event.id for event in desk.store.waiting()] == [first.id, second.id]
    assert [n.text for n in desk.care().of(Note)] == ["Busy.", "After it."]
    desk.server.busy.clear()
    desk.sync()
    assert_same(desk)


def test_an_event_that_the_answer_does_not_mention_waits_for_the_next_round(
    new_desk: NewDesk,
) -> None:
    desk = new_desk(server_with())
    desk.sync()
    unmentioned = note_written("Unmentioned.")
    desk.server.silent.add(unmentioned.id)
    desk.cases.append([unmentioned])
    assert desk.sync().pushed == 0
    assert desk.states() == ["waiting"]
    desk.server.silent.clear()
    desk.sync()
    assert_same(desk)


def test_a_refused_event_stays_with_its_reason_and_holds_nothing_up(new_desk: NewDesk) -> None:
    desk = new_desk(server_with())
    desk.sync()
    refused, fine = note_written("Refused."), note_written("Fine.")
    desk.server.allow(ANA, CARE, mode="read")
    desk.cases.append([refused])
    assert desk.sync().results == {"refused": 1}
    desk.server.allow(ANA, CARE)
    desk.cases.append([fine])
    desk.sync()
    assert [(e.id, e.state.value, e.reason) for e in desk.store.waiting()] == [
        (refused.id, "refused", "may_not_write")
    ]
    assert [n.text for n in desk.care().of(Note)] == ["Fine."]


def test_two_who_change_one_thing_see_a_conflict_and_lose_neither(new_desk: NewDesk) -> None:
    desk = new_desk(server_with())
    desk.sync()
    mine = changes(owner=("Maria", "Maria and her son"))
    theirs = changes(owner=("Maria", "The physiotherapist"))
    desk.cases.append([act(GoalRevised(record=GOAL, changes=mine))])
    desk.server.do(act(GoalRevised(record=GOAL, changes=theirs), by=BEN))
    assert desk.sync().results == {"conflict": 1}
    (conflict,) = desk.care().of(Conflict)
    assert (conflict.theirs, conflict.mine) == ("The physiotherapist", "Maria and her son")
    assert desk.store.summary().conflicts == 1
    assert_same(desk)


def test_a_stream_that_ended_is_purged_after_what_was_done_in_it_went_up(
    new_desk: NewDesk,
) -> None:
    desk = new_desk(server_with(CASE, OTHER))
    desk.sync()
    written = note_written("Too late.")
    desk.cases.append([written])
    desk.server.end(ANA, *streams_of(CASE))
    report = desk.sync()
    assert desk.transport.asked[2:] == ["push", "manifest"]
    assert report.changed_cases == {CASE}
    assert [row.case for row in desk.cases.rows()] == [OTHER]
    assert [(e.id, e.reason) for e in desk.store.waiting()] == [(written.id, "may_not_write")]


def test_a_stream_that_ended_stays_while_something_waits_in_it(new_desk: NewDesk) -> None:
    desk = new_desk(server_with())
    desk.sync()
    written = note_written("Not decided yet.")
    desk.server.busy.add(written.id)
    desk.cases.append([written])
    desk.server.end(ANA, *streams_of())
    desk.sync()
    assert [n.text for n in desk.care().of(Note)] == ["Not decided yet."]
    desk.server.busy.clear()
    desk.sync()
    assert desk.cases.open(CASE) == {}


def test_an_empty_manifest_deletes_nothing_while_the_server_says_that_all_is_there(
    new_desk: NewDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = new_desk(server_with())
    desk.sync()
    manifest = desk.server.manifest
    monkeypatch.setattr(
        type(desk.server),
        "manifest",
        lambda self, user, _device: type(manifest(user))(
            epoch=self.epoch, server_time=self.now(), schema=manifest(user).schema, streams=()
        ),
    )
    desk.sync()
    assert desk.transport.asked[2:] == ["manifest", "status"]
    assert desk.care().holds(GOAL)


def test_a_stream_that_the_server_forgot_without_a_word_is_asked_about_and_stays(
    new_desk: NewDesk,
) -> None:
    desk = new_desk(server_with(CASE, OTHER))
    desk.sync()
    desk.server.forget(ANA, *streams_of(CASE))
    for _ in range(3):
        desk.transport.asked.clear()
        report = desk.sync()
        assert desk.transport.asked == ["manifest", "status"]
        assert report.gone == frozenset(streams_of(CASE))
    assert desk.care().holds(GOAL)


@pytest.mark.parametrize("wrong", ["key", "user", "stream", "epoch", "garbage"])
def test_a_stream_that_is_taken_back_without_the_servers_own_word_stays(
    new_desk: NewDesk, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    desk = new_desk(server_with(CASE, OTHER))
    desk.sync()
    forger = FakeServer(key=desk.server.key, epoch=desk.server.epoch)
    if wrong == "key":
        forger.key = Ed25519PrivateKey.from_private_bytes(bytes([1] * 32))
    if wrong == "epoch":
        forger.epoch = "epoch-0"

    def token(_server: FakeServer, user: str, stream: StreamId, revocation: str) -> bytes:
        if wrong == "garbage":
            return b"garbage"
        other = stream_id(StreamKind.SCHEDULE) if wrong == "stream" else stream
        return sign(forger, BEN if wrong == "user" else user, other, revocation)

    sign = FakeServer.token
    monkeypatch.setattr(FakeServer, "token", token)
    desk.server.end(ANA, CARE)
    assert desk.sync().gone == {CARE}
    assert desk.care().holds(GOAL)
    monkeypatch.undo()
    desk.server.lost[ANA][CARE] += " again"
    desk.sync()
    assert StreamKind.CARE not in desk.cases.open(CASE)


def test_of_what_was_taken_back_nothing_remains_and_what_is_given_again_comes_again(
    new_desk: NewDesk,
) -> None:
    desk = new_desk(server_with(CASE, OTHER))
    desk.sync()
    desk.server.end(ANA, *streams_of(CASE))
    desk.sync()
    with desk.cache.read() as connection:
        held = set(connection.exec_driver_sql("SELECT id FROM stream").scalars())
        records = connection.exec_driver_sql(
            "SELECT count(*) FROM record WHERE stream_n NOT IN (SELECT n FROM stream)"
        ).scalar_one()
    assert (held & set(streams_of(CASE)), records) == (set(), 0)
    desk.server.allow(ANA, *streams_of(CASE))
    desk.sync()
    assert_same(desk)


def test_much_that_is_taken_back_at_once_stays_until_a_person_agrees(new_desk: NewDesk) -> None:
    cases = [CaseId(f"case-{number}") for number in range(1, 5)]
    desk = new_desk(server_with(*cases))
    desk.sync()
    for case in cases[:2]:
        desk.server.end(ANA, *streams_of(case))
    for _ in range(2):
        report = desk.sync()
        assert len(report.held_back) == 6
        assert len(desk.cases.rows()) == 4
    desk.store.confirm_revocations()
    assert desk.sync().held_back == frozenset()
    assert [row.case for row in desk.cases.rows()] == cases[2:]


def test_what_a_person_agreed_to_give_up_and_was_given_again_is_asked_about_anew(
    new_desk: NewDesk,
) -> None:
    cases = [CaseId(f"case-{number}") for number in range(1, 5)]
    gone = [name for case in cases[:2] for name in streams_of(case)]
    desk = new_desk(server_with(*cases))
    desk.sync()
    desk.server.end(ANA, *gone)
    desk.sync()
    desk.store.confirm_revocations()
    desk.server.allow(ANA, *gone)
    desk.sync()
    desk.server.end(ANA, *gone)
    assert desk.sync().held_back == frozenset(gone)


def test_nothing_goes_up_to_a_stream_that_the_server_has_less_of_but_for_safety(
    new_desk: NewDesk,
) -> None:
    desk = new_desk(server_with(CASE, OTHER))
    desk.sync()
    desk.server.streams[CARE].head -= 4
    report = desk.sync()
    assert report.halted == {CARE}
    desk.cases.append([note_written("Waits.")])
    desk.cases.append([note_written("Goes.", OTHER)])
    desk.cases.append([concern_raised()])
    desk.sync()
    assert [kind for push in desk.server.pushes for kind in push] == [
        "SafetyConcernRaised",
        "NoteWritten",
    ]
    assert "waiting" in desk.states()


def test_a_server_with_another_key_is_sent_nothing_more_and_the_outbox_stays(
    new_desk: NewDesk,
) -> None:
    desk = new_desk(server_with())
    desk.sync()
    desk.server.key = Ed25519PrivateKey.from_private_bytes(bytes([1] * 32))
    desk.server.streams[CARE].head += 1
    assert offline(desk).code == "other_server_key"
    desk.cases.append([note_written("Not for a stranger.")])
    desk.transport.asked.clear()
    assert offline(desk).code == "other_server_key"
    assert desk.transport.asked == ["manifest"]
    assert desk.states() == ["waiting"]
    with pytest.raises(TransportError, match="other_server_key"):
        send_now(desk.store, desk.transport, note_written("At once."))
    desk.server.key = KEY
    desk.server.streams[CARE].head -= 1
    desk.sync()
    assert_same(desk)


def test_an_event_without_a_valid_receipt_waits_and_nothing_is_lost(new_desk: NewDesk) -> None:
    desk = new_desk(server_with())
    desk.sync()
    unsigned, fine = note_written("Unsigned."), note_written("Fine.")
    desk.server.unsigned.add(unsigned.id)
    desk.cases.append([unsigned])
    desk.cases.append([fine])
    report = desk.sync()
    assert (report.unproven, report.pushed, report.results) == (1, 1, {"applied": 1})
    assert [(e.id, e.state.value) for e in desk.store.waiting()] == [(unsigned.id, "waiting")]
    assert {n.text for n in desk.care().of(Note)} == {"Unsigned.", "Fine."}
    desk.server.unsigned.clear()
    assert desk.sync().unproven == 0
    assert len(list(desk.care().of(Note))) == 2
    assert_same(desk)


def test_of_an_answer_that_was_signed_as_a_whole_each_event_keeps_its_own_proof(
    new_desk: NewDesk,
) -> None:
    desk = new_desk(server_with())
    desk.sync()
    desk.cases.append([note_written(f"Note {n}.") for n in range(5)])
    assert desk.sync().unproven == 0
    key = KEY.public_key().public_bytes_raw()
    receipts = desk.store.receipts()
    assert len({receipt.signature[:64] for receipt in receipts}) == 1
    assert len({receipt.signature for receipt in receipts}) == 5
    assert all(is_proven(key, receipt) for receipt in receipts)
    assert not any(is_proven(key, replace(r, status="refused")) for r in receipts)
    assert not any(is_proven(key, replace(r, signature=r.signature[:-33])) for r in receipts)


def test_an_answer_that_was_signed_as_a_whole_and_changed_since_decides_nothing(
    new_desk: NewDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = new_desk(server_with())
    desk.sync()
    desk.cases.append([note_written(f"Note {n}.") for n in range(3)])
    take = desk.server.push

    def changed(_server: FakeServer, user: str, request: PushRequest) -> PushAnswer:
        answer = take(user, request)
        return msgspec.structs.replace(answer, results=answer.results[:2])

    with monkeypatch.context() as during:
        during.setattr(FakeServer, "push", changed)
        assert desk.sync().unproven == 2
    assert desk.states() == ["waiting"] * 3
    assert desk.sync().pushed == 3
    assert_same(desk)


def test_a_refusal_without_a_valid_receipt_decides_nothing(new_desk: NewDesk) -> None:
    desk = new_desk(server_with())
    desk.sync()
    written = note_written("Not refused by who said so.")
    desk.server.allow(ANA, CARE, mode="read")
    desk.server.unsigned.add(written.id)
    desk.cases.append([written])
    desk.sync()
    assert desk.states() == ["waiting"]


def test_after_a_bad_receipt_nothing_is_sent_before_the_server_has_shown_its_key(
    new_desk: NewDesk,
) -> None:
    desk = new_desk(server_with())
    desk.sync()
    desk.server.key = Ed25519PrivateKey.from_private_bytes(bytes([1] * 32))
    desk.cases.append([note_written("Decided by a stranger.")])
    desk.transport.asked.clear()
    assert offline(desk).code == "other_server_key"
    assert desk.transport.asked == ["push", "manifest"]
    assert desk.states() == ["waiting"]


def test_an_act_that_is_sent_at_once_is_not_done_without_a_valid_receipt(
    new_desk: NewDesk,
) -> None:
    desk = new_desk(server_with())
    desk.sync()
    written = note_written("At once.")
    desk.server.unsigned.add(written.id)
    with pytest.raises(TransportError, match="bad_receipt"):
        send_now(desk.store, desk.transport, written)
    assert desk.states() == []


def test_receipts_are_kept_for_sixty_days(new_desk: NewDesk) -> None:
    desk = new_desk(server_with())
    desk.server.now = lambda: desk.now
    desk.sync()
    written = note_written("To be proven.")
    desk.cases.append([written])
    desk.sync()
    [receipt] = desk.store.receipts()
    assert (receipt.event, receipt.stream, receipt.status) == (written.id, CARE, "applied")
    assert (receipt.epoch, receipt.at) == (desk.server.epoch, SERVER_TIME)
    assert is_proven(KEY.public_key().public_bytes_raw(), receipt)
    assert not is_proven(KEY.public_key().public_bytes_raw(), replace(receipt, rev=receipt.rev + 1))
    desk.now += timedelta(days=60)
    desk.sync()
    assert desk.store.receipts() == [receipt]
    desk.now += timedelta(days=1)
    desk.sync()
    assert desk.store.receipts() == []


@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_that_is_years_off_forgets_no_receipt(new_desk: NewDesk, years: int) -> None:
    desk = new_desk(server_with())
    right = desk.now
    desk.now += timedelta(days=365 * years)
    desk.sync()
    desk.cases.append([note_written("To be proven.")])
    desk.sync()
    desk.now = right
    desk.sync()
    desk.now += timedelta(days=3650)
    desk.sync()
    [receipt] = desk.store.receipts()
    assert receipt.at == SERVER_TIME


def test_a_stream_that_ends_between_manifest_and_pull_is_asked_about(new_desk: NewDesk) -> None:
    desk = new_desk(server_with(CASE, OTHER))

    def end_it(point: str) -> None:
        if point == "after manifest":
            desk.server.end(ANA, stream_of(OTHER, StreamKind.CARE))

    desk.transport.fault = end_it
    desk.sync()
    assert "status" in desk.transport.asked
    desk.transport.fault = lambda _point: None
    desk.sync()
    assert StreamKind.CARE not in desk.cases.open(OTHER)
    assert [row.case for row in desk.cases.rows()] == [CASE]


def test_a_mirror_that_is_not_what_the_server_has_is_filled_anew_and_counted(
    new_desk: NewDesk,
) -> None:
    desk = new_desk(server_with())
    desk.sync()
    with desk.cache.write() as connection:
        connection.exec_driver_sql("DELETE FROM record WHERE id = 'goal-1'")
        connection.exec_driver_sql("UPDATE stream SET digest = 'ff' WHERE id = ?", (CARE,))
    desk.cases.append([note_written("Waiting meanwhile.")])
    report = desk.sync()
    assert report.refills == 1
    assert desk.care().holds(GOAL)
    assert_same(desk)


def test_a_server_whose_digests_are_wrong_is_believed_after_one_try(
    new_desk: NewDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = new_desk(server_with())
    desk.sync()
    monkeypatch.setattr(
        type(desk.server.stream(CARE)), "digest", property(lambda _stream: "f" * 32)
    )
    assert desk.sync().refills == 3
    assert desk.care().holds(GOAL)


def test_a_server_that_went_back_is_left_alone_and_told(new_desk: NewDesk) -> None:
    desk = new_desk(server_with())
    desk.server.put(CARE, [note()])
    desk.sync()
    stream = desk.server.stream(CARE)
    stream.rows.pop(RecordId("note-1"))
    stream.head -= 1
    report = desk.sync()
    assert report.halted == {CARE}
    assert report.refills == 0
    assert [n.id for n in desk.care().of(Note)] == ["note-1"]


def test_another_epoch_has_everything_fetched_anew_and_nothing_lost(new_desk: NewDesk) -> None:
    desk = new_desk(server_with())
    desk.sync()
    written = note_written("Across a restore.")
    desk.cases.append([written])
    desk.server.epoch = "epoch-2"
    desk.server.put(
        CARE, [note(id=RecordId("note-restored"), text="Only in the restored database.")]
    )
    report = desk.sync()
    assert report.refills == 0
    assert desk.store.epoch() == "epoch-2"
    assert {n.text for n in desk.care().of(Note)} == {
        "Across a restore.",
        "Only in the restored database.",
    }
    assert_same(desk)


def test_another_epoch_is_noticed_in_the_manifest_when_nothing_goes_up(new_desk: NewDesk) -> None:
    desk = new_desk(server_with())
    desk.sync()
    desk.server.epoch = "epoch-2"
    assert desk.sync().pulled_rows == 6
    assert desk.store.epoch() == "epoch-2"
    assert_same(desk)


def test_a_server_that_changes_its_epoch_all_the_time_ends_the_round(new_desk: NewDesk) -> None:
    desk = new_desk(server_with())
    desk.sync()
    epochs = iter(range(100))

    def move(point: str) -> None:
        if point.startswith("before"):
            desk.server.epoch = f"epoch-{next(epochs)} again"

    desk.transport.fault = move
    assert offline(desk).code == "other_epoch"


def test_a_server_that_answers_a_pull_with_nothing_ends_the_round(
    new_desk: NewDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nurseapp.wire.messages import PullAnswer

    desk = new_desk(server_with())
    monkeypatch.setattr(
        type(desk.server), "pull", lambda self, *_: PullAnswer(epoch=self.epoch, streams=())
    )
    error = offline(desk)
    assert (error.code, error.facts) == ("server_failed", {"reason": "no_progress"})


@pytest.mark.parametrize("ahead", [timedelta(days=1), timedelta(days=-1), timedelta(days=3650)])
def test_a_clock_that_is_wrong_changes_nothing_but_the_report(
    new_desk: NewDesk, ahead: timedelta
) -> None:
    desk = new_desk(server_with())
    desk.now = SERVER_TIME + ahead
    desk.sync()
    desk.cases.append([note_written("By whatever clock.")])
    report = desk.sync()
    assert report.clock_difference_s == -ahead.total_seconds()
    assert report.finished_at == desk.now
    assert_same(desk)


def test_a_server_that_does_not_tell_its_time_is_no_trouble(
    new_desk: NewDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = new_desk(server_with())
    manifest = type(desk.transport).manifest
    monkeypatch.setattr(
        type(desk.transport),
        "manifest",
        lambda self, etag, **_: replace(manifest(self, etag), server_time=None),
    )
    assert desk.sync().clock_difference_s is None


def test_what_is_written_while_a_round_runs_goes_up_in_the_same_round(new_desk: NewDesk) -> None:
    desk = new_desk(server_with())
    written = [note_written("While pages come in.")]

    def write(point: str) -> None:
        if point == "after pull" and written:
            desk.cases.append([written.pop()])

    desk.transport.fault = write
    report = desk.sync()
    assert report.pushed == 1
    assert_same(desk)
