"""A server that was restored to before somebody was given a stream: asked, it says so, signed."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from nurseapp.domain.ids import CaseId
from nurseapp.wire.messages import Revocation, StatusAnswer, StatusRequest
from tests.builders import ANA, CASE
from tests.desktop.storage.acts import note_written, server_with, streams_of
from tests.desktop.storage.desk import Desk
from tests.desktop.sync.conftest import NewDesk
from tests.desktop.sync.fake_server import FakeServer

OTHER = CaseId("case-2")


@pytest.fixture
def desk(new_desk: NewDesk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Ana's desk, which has synced with a server that signs what is not hers."""
    unsigned = FakeServer.status

    def status(server: FakeServer, user: str, request: StatusRequest) -> StatusAnswer:
        answer = unsigned(server, user, request)
        revoked = tuple(
            Revocation(
                id=name,
                revocation="not_yours",
                reason="not_yours",
                token=FakeServer.token(server, user, name, "not_yours"),
            )
            for name in map(type(streams_of(CASE)[0]), answer.gone)
        )
        return replace(answer, revoked=revoked)

    monkeypatch.setattr(FakeServer, "status", status)
    desk = new_desk(server_with(CASE, OTHER))
    desk.sync()
    return desk


def test_what_the_server_says_is_not_hers_leaves_her_computer(desk: Desk) -> None:
    desk.server.forget(ANA, *streams_of(CASE))
    desk.transport.asked.clear()
    report = desk.sync()
    assert desk.transport.asked == ["manifest", "status"]
    assert report.gone == frozenset()
    assert desk.cases.open(CASE) == {}
    assert desk.cases.open(OTHER) != {}


def test_it_leaves_after_what_was_written_for_it_was_sent(desk: Desk) -> None:
    note = note_written("Written before the server was restored.")
    desk.cases.append([note])
    desk.server.forget(ANA, *streams_of(CASE))
    desk.server.busy.add(note.id)
    desk.sync()
    assert desk.care().head
    desk.server.busy.clear()
    desk.sync()
    assert desk.cases.open(CASE) == {}
    assert desk.states() == ["refused"]


def test_the_word_of_another_server_takes_nothing_away(desk: Desk) -> None:
    desk.server.forget(ANA, *streams_of(CASE))
    desk.server.key = Ed25519PrivateKey.from_private_bytes(bytes([1] * 32))
    manifest = FakeServer.manifest(desk.server, ANA)
    assert manifest.server_key
    desk.transport.fault = lambda _point: None
    with pytest.raises(Exception, match="other_server_key"):
        desk.sync()
    assert desk.care().head


def test_much_at_once_waits_until_she_agrees_and_her_word_outlasts_a_new_manifest(
    desk: Desk,
) -> None:
    desk.server.forget(ANA, *streams_of(CASE), *streams_of(OTHER))
    assert len(desk.sync().held_back) == 6
    desk.store.confirm_revocations()
    desk.server.allow(ANA, *streams_of(CaseId("case-3")))
    report = desk.sync()
    assert report.held_back == frozenset()
    assert desk.cases.open(CASE) == desk.cases.open(OTHER) == {}


def test_a_stream_that_is_given_back_meanwhile_stays(desk: Desk) -> None:
    both = (*streams_of(CASE), *streams_of(OTHER))
    desk.server.forget(ANA, *both)
    desk.sync()
    desk.server.allow(ANA, *both)
    desk.store.confirm_revocations()
    desk.sync()
    assert desk.care().head
    assert desk.sync().held_back == frozenset()
