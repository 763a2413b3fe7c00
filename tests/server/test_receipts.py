"""Receipts: the server's own hand under everything that it decided."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import msgspec
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from nurseapp.domain.events import Event
from nurseapp.domain.ids import CaseId, RecordId
from nurseapp.domain.note import NoteWritten
from nurseapp.server import batch, inbox
from nurseapp.server.server_key import ServerKey
from nurseapp.server.store.database import StoreRejected
from nurseapp.wire.claims import receipt_claim
from nurseapp.wire.events import encode_event
from nurseapp.wire.messages import PushAnswer, PushRequest
from nurseapp.wire.receipts import claim_of_all, parted, ways
from tests.server.organisation import Organisation

KEY = ServerKey(bytes(range(32)))


def note(organisation: Organisation, case: CaseId, author: str = "amara") -> Event:
    """Write a note; nothing is sent yet."""
    body = NoteWritten(note=RecordId(organisation.new_id()), text="Called.")
    return organisation.act(author, case, body)


def push(organisation: Organisation, *payloads: bytes, epoch: str = "epoch-1") -> PushAnswer:
    """Send from Amara's device."""
    sender = organisation.caller("amara")
    events = tuple(map(msgspec.Raw, payloads))
    request = PushRequest(epoch=epoch, device=sender.device, events=events)
    return inbox.push(organisation.engine, sender, request, organisation.clock, KEY)


def check(answer: PushAnswer, sent: Iterable[tuple[bytes, str]], epoch: str = "epoch-1") -> None:
    """Check the receipt of all results, and of each by itself; raise ``InvalidSignature``.

    Args:
        sent: each event's bytes and the stream that it names.
    """
    claims = [
        receipt_claim(
            event=result.id,
            payload_hash=sha256(payload).digest(),
            stream=stream,
            status=result.status,
            rev=result.rev,
            epoch=epoch,
        )
        for result, (payload, stream) in zip(answer.results, sent, strict=True)
    ]
    assert {result.receipt for result in answer.results} == {b""}
    key = Ed25519PublicKey.from_public_bytes(KEY.public)
    key.verify(answer.receipt, claim_of_all(claims))
    for claim, way in zip(claims, ways(claims), strict=True):
        all_of_them, signature = parted(claim, answer.receipt + way)
        key.verify(signature, all_of_them)


def test_what_was_applied_and_what_was_refused_both_have_a_receipt(
    organisation: Organisation,
) -> None:
    fine = note(organisation, organisation.open_case("amara"))
    foreign = note(organisation, organisation.open_case("joseph", "south"))
    sent = [encode_event(fine), encode_event(foreign)]

    answer = push(organisation, *sent)

    assert [result.status for result in answer.results] == ["applied", "refused"]
    check(answer, zip(sent, (fine.stream, foreign.stream), strict=True))


def test_what_is_sent_twice_has_the_same_receipt_and_in_another_epoch_another(
    organisation: Organisation,
) -> None:
    event = note(organisation, organisation.open_case("amara"))
    payload = encode_event(event)

    first, again = (push(organisation, payload) for _ in range(2))
    later = push(organisation, payload, epoch="epoch-2")

    assert first == again
    check(later, [(payload, event.stream)], "epoch-2")
    with pytest.raises(InvalidSignature):
        check(later, [(payload, event.stream)], "epoch-1")


def test_an_event_that_cannot_be_read_has_a_receipt_for_the_stream_that_it_names(
    organisation: Organisation,
) -> None:
    organisation.open_case("amara")
    payloads = [
        b'{"id":"e-1","stream":"case-1.care","body":{"kind":"Unheard"}}',
        b'{"id":"e-2","stream":["case-1.care"]}',
        b'{"id":"e-3"}',
    ]

    answer = push(organisation, *payloads)

    assert {result.reason for result in answer.results} == {"malformed"}
    check(answer, zip(payloads, ("case-1.care", "", ""), strict=True))


def test_events_that_are_decided_one_by_one_have_receipts_too(
    organisation: Organisation,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    case = organisation.open_case("amara")
    events = [note(organisation, case) for _ in range(3)]
    write = batch.Batch.write

    def only_alone(one: batch.Batch) -> None:
        write(one)
        if len(one._decided) > 1:
            raise StoreRejected("together")

    monkeypatch.setattr(batch.Batch, "write", only_alone)
    answer = push(organisation, *map(encode_event, events))

    assert caplog.messages == ["push_failed_as_one"]
    check(answer, [(encode_event(event), event.stream) for event in events])
