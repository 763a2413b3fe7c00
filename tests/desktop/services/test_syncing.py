"""What is told of syncing, and what a person can do about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from nurseapp.desktop.services import syncing as syncing_service
from nurseapp.desktop.services.syncing import Syncing, SyncState
from nurseapp.desktop.storage.session_store import SessionStore
from nurseapp.desktop.storage.vault import Owner
from nurseapp.desktop.sync.transport import TransportError
from nurseapp.domain.ids import CaseId
from tests.builders import ANA, stream_id
from tests.desktop.storage.acts import note_written, server_with, streams_of
from tests.desktop.storage.desk import Desk
from tests.desktop.storage.files import make_template, new_folder, opened
from tests.desktop.sync.fake_server import SERVER_TIME
from tests.desktop.sync.fake_transport import PASSWORD

OWNER = Owner(
    user=ANA,
    name="Ana Lima",
    server="https://nurse.example",
    device="device-1",
    organisation="Example",
    is_example=True,
    roles=("nurse",),
    team="north",
)
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes([1] * 32))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Set up Ana's desk at a server with one case."""
    folder = new_folder(make_template(tmp_path / "template"), tmp_path / "vault")
    with opened(folder) as cache:
        yield Desk(cache, server_with())


def syncing_at(desk: Desk) -> Syncing:
    """Join what tells of syncing at a desk."""
    sessions = SessionStore(desk.cache)
    return Syncing(desk.store, desk.cases, sessions, desk.transport, OWNER, lambda: SERVER_TIME)


def test_a_session_of_a_server_with_another_key_is_not_kept(desk: Desk) -> None:
    syncing = syncing_at(desk)
    syncing.sign_in(PASSWORD)
    kept = SessionStore(desk.cache).read()
    desk.server.key = STRANGER
    desk.server.now = lambda: SERVER_TIME + timedelta(hours=1)

    with pytest.raises(TransportError, match="other_server_key"):
        syncing.sign_in(PASSWORD)

    assert SessionStore(desk.cache).read() == kept


def test_a_result_without_a_valid_receipt_is_a_problem_that_is_told(desk: Desk) -> None:
    syncing = syncing_at(desk)
    syncing.run(lambda _cases: None)
    written = note_written("Unsigned.")
    desk.server.unsigned.add(written.id)
    desk.cases.append([written])

    status = syncing.run(lambda _cases: None).status

    assert (status.state, status.code, status.facts) == (
        SyncState.PROBLEM,
        "bad_receipt",
        {"count": 1},
    )
    assert status.waiting == 1


def test_much_that_is_taken_back_at_once_is_told_and_given_up_when_somebody_agrees(
    desk: Desk,
) -> None:
    cases = [CaseId(f"case-{number}") for number in range(1, 4)]
    desk.server.allow(ANA, *(name for case in cases for name in streams_of(case)))
    syncing = syncing_at(desk)
    syncing.run(lambda _cases: None)
    desk.server.end(ANA, *(name for case in cases[1:] for name in streams_of(case)))

    status = syncing.run(lambda _cases: None).status

    assert (status.code, status.held_revocations) == ("revocations_held", 6)
    syncing.confirm_revocations()
    status = syncing.run(lambda _cases: None).status
    assert (status.state, status.code, status.held_revocations) == (SyncState.SYNCED, None, 0)
    assert desk.store.standing().held == 3


def test_a_server_that_has_less_than_this_computer_is_told(desk: Desk) -> None:
    syncing = syncing_at(desk)
    syncing.run(lambda _cases: None)
    desk.server.streams[stream_id()].head -= 1

    status = syncing.run(lambda _cases: None).status

    assert (status.code, status.halted) == ("server_behind", 1)


def test_a_server_with_another_key_is_a_problem_that_is_told(desk: Desk) -> None:
    syncing = syncing_at(desk)
    syncing.sign_in(PASSWORD)
    desk.server.key = STRANGER

    outcome = syncing.run(lambda _cases: None)

    assert (outcome.status.state, outcome.status.code) == (SyncState.PROBLEM, "other_server_key")


def test_rounds_that_fail_are_counted_until_one_goes_through(desk: Desk) -> None:
    syncing = syncing_at(desk)

    def busy(_point: str) -> None:
        raise TransportError("server_busy", status=503, retry_after_s=30.0)

    desk.transport.fault = busy
    outcomes = [syncing.run(lambda _cases: None) for _ in range(3)]
    assert [outcome.failures for outcome in outcomes] == [1, 2, 3]
    assert [outcome.pause_s(0) for outcome in outcomes] == [30, 30, 30]
    assert outcomes[-1].pause_s(1) == 62

    def busy_until(_point: str) -> None:
        raise TransportError(
            "server_busy", status=503, retry_at=SERVER_TIME + timedelta(seconds=45)
        )

    desk.transport.fault = busy_until
    assert syncing.run(lambda _cases: None).retry_after_s == 45

    desk.transport.fault = lambda _point: None
    assert syncing.run(lambda _cases: None).failures == 0


def test_the_memory_of_a_first_fill_is_given_back_and_no_other_round_pays_for_that(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_back: list[str] = []
    monkeypatch.setattr(syncing_service, "MUCH", 1)
    monkeypatch.setattr(desk.cache, "let_go", lambda: given_back.append("let go"))
    syncing = syncing_at(desk)

    syncing.run(lambda _cases: None)
    assert given_back == ["let go"]

    syncing.run(lambda _cases: None)
    assert given_back == ["let go"]
