"""Chunks of files over HTTP: packed, with a limit of their own, and a clear answer to all else."""

from __future__ import annotations

from hashlib import sha256

import httpx
import msgspec
import pytest

from nurseapp.domain.ids import CaseId
from nurseapp.domain.streams import StreamKind, stream_of
from nurseapp.server.routes.dispatch import Places
from nurseapp.server.routes.problems import ProblemError
from nurseapp.wire.attachments import Chunk, FetchChunk, FileStatus, FileStatusRequest, SendChunk
from nurseapp.wire.messages import Request
from tests.attached import attaching, image_bytes
from tests.server.organisation import Organisation
from tests.server.test_routes import epoch, problem

PACKED = {"Content-Type": "application/msgpack"}
CONTENT = image_bytes(200_000)


@pytest.fixture
def case(organisation: Organisation) -> CaseId:
    """Open a case with an attachment."""
    case = organisation.open_case("amara")
    organisation.push("amara", organisation.act("amara", case, attaching("x-ray", CONTENT)))
    return case


def ask(client: httpx.Client, what: str, request: Request) -> httpx.Response:
    """Ask for one thing."""
    return client.post(
        f"/v1/attachments/{what}", content=msgspec.msgpack.encode(request), headers=PACKED
    )


def sending(client: httpx.Client, case: CaseId, content: bytes) -> SendChunk:
    """Write what sends the one chunk of the file."""
    return SendChunk(
        epoch=epoch(client),
        stream=stream_of(case, StreamKind.CARE),
        record="x-ray",
        number=0,
        sha256=sha256(content).digest(),
        content=content,
    )


def test_a_file_goes_up_and_comes_down(amara: httpx.Client, case: CaseId) -> None:
    sent = ask(amara, "send", sending(amara, case, CONTENT))
    asked = FileStatusRequest(
        epoch=epoch(amara), stream=stream_of(case, StreamKind.CARE), record="x-ray"
    )
    told = ask(amara, "status", asked)
    fetched = ask(
        amara,
        "fetch",
        FetchChunk(epoch=asked.epoch, stream=asked.stream, record="x-ray", number=0),
    )

    whole = FileStatus(epoch=asked.epoch, held=1, is_whole=True)
    assert msgspec.msgpack.decode(sent.content, type=FileStatus) == whole
    assert msgspec.msgpack.decode(told.content, type=FileStatus) == whole
    chunk = msgspec.msgpack.decode(fetched.content, type=Chunk)
    assert (chunk.content, fetched.headers["content-type"]) == (CONTENT, "application/msgpack")


def test_another_file_of_the_right_size_is_told_after_it_was_dropped(
    amara: httpx.Client, case: CaseId
) -> None:
    refused = ask(amara, "send", sending(amara, case, CONTENT[:-1] + b"!"))
    assert (refused.status_code, problem(refused)) == (422, "wrong_file")
    assert ask(amara, "send", sending(amara, case, CONTENT)).status_code == 200


def test_what_cannot_be_read_gets_a_clear_answer(amara: httpx.Client, case: CaseId) -> None:
    whole = msgspec.msgpack.encode(sending(amara, case, CONTENT))
    path = "/v1/attachments/send"

    for content, headers, status, code in (
        (whole, {"Content-Type": "application/json"}, 415, "bad_request"),
        (whole, PACKED | {"Content-Encoding": "gzip"}, 415, "bad_request"),
        (whole[:-1], PACKED, 400, "bad_request"),
        (msgspec.msgpack.encode({"epoch": 1}), PACKED, 400, "bad_request"),
        (bytes(5 << 20), PACKED, 413, "too_large"),
    ):
        answer = amara.post(path, content=content, headers=headers)
        assert (answer.status_code, problem(answer)) == (status, code)


def test_a_file_is_nobodys_who_is_not_signed_in_and_of_no_other_epoch(
    amara: httpx.Client, case: CaseId
) -> None:
    request = sending(amara, case, CONTENT)
    other = msgspec.structs.replace(request, epoch="another")
    assert problem(ask(amara, "send", other)) == "other_epoch"
    assert (
        problem(
            ask(
                amara,
                "fetch",
                FetchChunk(epoch=request.epoch, stream="nobody.care", record="x-ray", number=0),
            )
        )
        == "not_found"
    )
    del amara.headers["Authorization"]
    assert problem(ask(amara, "send", request)) == "not_signed_in"


def test_more_chunks_than_there_is_room_for_are_told_to_come_again() -> None:
    places = Places(2)
    with places.taken(), places.taken(), pytest.raises(ProblemError, match="busy"), places.taken():
        raise AssertionError("there was a third place")
    with places.taken():
        pass
