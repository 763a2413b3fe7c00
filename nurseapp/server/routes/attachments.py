"""``/v1/attachments``: how much of a file is here, a chunk in, a chunk out."""

from __future__ import annotations

from nurseapp.server import attachments
from nurseapp.server.routes.calls import Api, Call, Reply
from nurseapp.server.routes.problems import ProblemError
from nurseapp.server.routes.sync import check_epoch
from nurseapp.server.store.database import transaction
from nurseapp.wire.attachments import FetchChunk, FileStatusRequest, SendChunk


def file_status(api: Api, call: Call) -> Reply:
    """Say how much of a file is here."""
    request: FileStatusRequest = call.body
    with transaction(api.engine) as connection:
        session = api.sign_in.signed_in(connection, call.token)
        check_epoch(session, request.epoch)
        return Reply(body=attachments.status(connection, session.caller, request))


def send_chunk(api: Api, call: Call) -> Reply:
    """Take a chunk."""
    request: SendChunk = call.body
    with transaction(api.engine) as connection:
        session = api.sign_in.signed_in(connection, call.token)
        check_epoch(session, request.epoch)
        taken = attachments.take(connection, session.caller, request, api.clock())
    if taken.is_wrong_file:  # what came in is dropped by now
        raise ProblemError("wrong_file")
    return Reply(body=taken.status)


def fetch_chunk(api: Api, call: Call) -> Reply:
    """Give a chunk."""
    request: FetchChunk = call.body
    with transaction(api.engine) as connection:
        session = api.sign_in.signed_in(connection, call.token)
        check_epoch(session, request.epoch)
        return Reply(body=attachments.give(connection, session.caller, request, api.clock()))
