"""Files over HTTP: packed both ways, and every refusal with the code that the server gave."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from nurseapp.desktop.sync.file_transport import REFUSALS
from nurseapp.desktop.sync.http_files import HttpFiles
from nurseapp.desktop.sync.http_transport import HttpTransport
from nurseapp.desktop.sync.transport import TransportError
from nurseapp.wire.attachments import Chunk, FetchChunk, FileStatus, FileStatusRequest, SendChunk
from nurseapp.wire.messages import Problem
from tests.desktop.sync.canned import Canned, served

OURS = {"Nurseapp-Protocol": "1"}
PACKED = {**OURS, "Content-Type": "application/msgpack"}
FETCH = FetchChunk(epoch="e", stream="case-1.care", record="x-ray", number=3)


@pytest.fixture
def canned() -> Iterator[Canned]:
    """Give a server that answers packed."""
    with served() as canned:
        canned.headers = PACKED
        yield canned


@pytest.fixture
def files(canned: Canned) -> Iterator[HttpFiles]:
    """Give the files of somebody who is signed in."""
    transport = HttpTransport(canned.url, "a-token", "device-1")
    yield HttpFiles(transport)
    transport.close()


def test_bytes_go_up_and_come_down_as_bytes(canned: Canned, files: HttpFiles) -> None:
    status = FileStatus(epoch="e", held=4, is_whole=False)
    chunk = Chunk(epoch="e", number=3, sha256=b"\0" * 32, content=b"\xff\0\x80")
    asked = FileStatusRequest(epoch="e", stream="case-1.care", record="x-ray")
    sent = SendChunk(
        epoch="e",
        stream="case-1.care",
        record="x-ray",
        number=3,
        sha256=b"\1" * 32,
        content=b"\0\xff" * 999,
    )
    canned.bodies += [msgspec.msgpack.encode(answer) for answer in (status, status, chunk)]

    assert files.file_status(asked) == files.send_chunk(sent) == status
    assert files.fetch_chunk(FETCH) == chunk
    assert [request.path.rpartition("/")[2] for request in canned.asked] == [
        "status",
        "send",
        "fetch",
    ]
    assert msgspec.msgpack.decode(canned.asked[1].body, type=SendChunk) == sent
    assert {r.headers["Content-Type"] for r in canned.asked} == {"application/msgpack"}
    assert {r.headers["Authorization"] for r in canned.asked} == {"Bearer a-token"}


@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_what_the_server_refuses_keeps_its_code(
    canned: Canned, files: HttpFiles, code: str
) -> None:
    canned.status = 409
    canned.body = msgspec.json.encode(
        Problem(type="about:blank", title="", status=409, code=code, detail="")
    )
    with pytest.raises(TransportError) as caught:
        files.fetch_chunk(FETCH)
    assert (caught.value.code, caught.value.facts["reason"]) == ("server_failed", code)


@pytest.mark.parametrize("headers", [OURS, PACKED])
def test_what_is_not_packed_is_not_our_servers(
    canned: Canned, files: HttpFiles, headers: dict[str, str]
) -> None:
    canned.headers = headers
    canned.body = b"<html>"
    with pytest.raises(TransportError, match="not_our_server"):
        files.fetch_chunk(FETCH)
