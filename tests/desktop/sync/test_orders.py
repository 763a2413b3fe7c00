"""What the server tells this computer to do: done once, told again until it knows."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from nurseapp.desktop.storage.orders import Order
from nurseapp.desktop.sync.planner import PURGE_BRAKE, Acknowledge, Done, Obey, Progress, plan
from nurseapp.desktop.sync.round import RoundReport, run_round
from nurseapp.desktop.sync.transport import TransportError
from nurseapp.domain.ids import CaseId
from nurseapp.wire.messages import CommandKind
from tests.builders import ANA, CASE, stream_id
from tests.desktop.storage.acts import note_written, server_with, streams_of
from tests.desktop.storage.desk import Desk
from tests.desktop.sync.conftest import NewDesk
from tests.desktop.sync.test_planner import KNOWN, QUIET, undecided, wanting

CARE = stream_id()
LOCK = Order(id="l", kind=CommandKind.LOCK, streams=(), is_done=False)
WIPE = Order(id="w", kind=CommandKind.WIPE, streams=(), is_done=False)
DONE = Order(id="d", kind=CommandKind.REFILL, streams=(), is_done=True)


class Obedient:
    """A desk that takes down what it is told to do with the screen."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.told: list[str] = []

    def sync(self) -> RoundReport:
        """Run one round."""
        desk = self.desk
        return run_round(
            desk.store,
            desk.transport,
            lambda: desk.now,
            brake=PURGE_BRAKE,
            ordered=lambda order: self.told.append(order.kind.value),
        )


@pytest.fixture
def at_work(new_desk: NewDesk) -> Obedient:
    """Ana's desk, which has synced."""
    desk = Obedient(new_desk(server_with(CASE, CaseId("case-2"))))
    desk.sync()
    return desk


def test_what_waits_goes_up_before_any_order_is_obeyed() -> None:
    standing = replace(QUIET, orders=[LOCK], undecided=[undecided("a")])
    assert plan(standing, KNOWN) != Obey(LOCK)
    assert plan(replace(standing, undecided=[]), KNOWN) == Obey(LOCK)


def test_what_was_done_is_told_before_anything_else_is_obeyed() -> None:
    assert plan(replace(QUIET, orders=[LOCK, DONE]), KNOWN) == Acknowledge(("d",))


def test_a_computer_that_is_to_be_wiped_fetches_nothing_and_waits_for_what_is_not_sent() -> None:
    standing = replace(QUIET, orders=[LOCK, WIPE], wanting=[wanting(head=1)])
    assert plan(standing, KNOWN) == Done(wipe=WIPE)
    held = Progress(manifest_known=True, held=frozenset({CARE}))
    assert plan(replace(standing, undecided=[undecided("a")]), held) == Done()
    assert plan(replace(standing, unsent_files=1), KNOWN) == Done()
    assert plan(replace(standing, unsent_deeds=1), KNOWN) == Done()


def test_a_screen_is_locked_once_however_often_it_is_told(at_work: Obedient) -> None:
    at_work.desk.server.tell(ANA, "lock")
    broken = TransportError("offline", reason="ConnectError")

    def lose(point: str) -> None:
        if point == "after acknowledge":
            raise broken

    at_work.desk.transport.fault = lose
    with pytest.raises(TransportError):
        at_work.sync()
    at_work.desk.transport.fault = lambda _point: None
    at_work.sync()
    assert at_work.told == ["lock"]
    assert at_work.desk.server.obeyed == ["command 0", "command 0"]
    at_work.desk.transport.asked.clear()
    at_work.sync()
    assert at_work.desk.transport.asked == ["manifest"]


def test_a_server_that_forgot_what_it_was_told_is_told_again(at_work: Obedient) -> None:
    at_work.desk.server.tell(ANA, "lock")
    at_work.sync()
    at_work.sync()
    at_work.desk.server.obeyed.clear()
    at_work.sync()
    assert at_work.told == ["lock"]
    assert at_work.desk.server.obeyed == ["command 0"]


def test_a_stream_is_fetched_anew_when_it_is_told_and_the_others_are_left(
    at_work: Obedient,
) -> None:
    server = at_work.desk.server
    server.tell(ANA, "refill", CARE)
    at_work.desk.transport.asked.clear()
    report = at_work.sync()
    assert at_work.desk.transport.asked == ["manifest", "acknowledge", "pull"]
    assert report.pulled_rows == len(server.stream(CARE).rows)
    assert report.refills == 0
    assert not at_work.sync().pulled_rows


def test_everything_is_fetched_anew_when_no_stream_is_named(at_work: Obedient) -> None:
    server = at_work.desk.server
    server.tell(ANA, "refill")
    rows = sum(len(stream.rows) for stream in server.streams.values())
    assert at_work.sync().pulled_rows == rows == 12


def test_a_wipe_comes_after_everything_was_sent_and_is_told_by_who_wiped(
    at_work: Obedient,
) -> None:
    desk = at_work.desk
    desk.cases.append([note_written("Typed while the laptop was lost.")])
    desk.server.tell(ANA, "wipe")
    at_work.sync()
    assert at_work.told == ["wipe"]
    assert desk.server.pushes[-1] == ["NoteWritten"]
    assert desk.server.obeyed == []
    at_work.sync()
    assert at_work.told == ["wipe", "wipe"]


def test_a_wipe_waits_while_the_server_does_not_take_what_was_written(at_work: Obedient) -> None:
    desk = at_work.desk
    note = note_written("The server is busy.")
    desk.cases.append([note])
    desk.server.busy.add(note.id)
    desk.server.tell(ANA, "wipe")
    at_work.sync()
    assert at_work.told == []
    desk.server.busy.clear()
    at_work.sync()
    assert at_work.told == ["wipe"]


def test_nothing_is_done_that_the_server_did_not_sign_for_this_person_and_computer(
    at_work: Obedient,
) -> None:
    desk, server = at_work.desk, at_work.desk.server
    server.tell(ANA, "lock", device="another")
    server.commands[desk.transport.device] = server.commands.pop("another")
    server.tell("ben", "wipe")
    forged = server.tell(ANA, "refill", CARE)
    server.commands[desk.transport.device][-1] = msgspec.structs.replace(
        forged, kind="wipe", streams=()
    )
    stranger = Ed25519PrivateKey.from_private_bytes(bytes([1] * 32))
    right, server.key = server.key, stranger
    server.tell(ANA, "lock")
    server.key = right
    desk.transport.asked.clear()
    at_work.sync()
    assert (at_work.told, server.obeyed) == ([], [])
    assert desk.transport.asked == ["manifest"]


def test_an_order_of_a_newer_server_is_left_alone(at_work: Obedient) -> None:
    at_work.desk.server.tell(ANA, "rekey")
    at_work.sync()
    assert (at_work.told, at_work.desk.server.obeyed) == ([], [])


def test_a_computer_of_somebody_who_left_is_not_asked_about_each_case(at_work: Obedient) -> None:
    server = at_work.desk.server
    server.end(ANA, *streams_of(CASE), *streams_of(CaseId("case-2")))
    server.tell(ANA, "wipe")
    report = at_work.sync()
    assert at_work.told == ["wipe"]
    assert report.held_back == frozenset()
