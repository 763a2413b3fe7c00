"""The table of routes: from it the API is served, and from it its description is written."""

from __future__ import annotations

from nurseapp.server.routes import attachments, health, session, sync
from nurseapp.server.routes.calls import Route
from nurseapp.server.routes.formats import PACKED
from nurseapp.wire.attachments import (
    Chunk,
    FetchChunk,
    FileStatus,
    FileStatusRequest,
    SendChunk,
)
from nurseapp.wire.messages import (
    CommandsDone,
    Health,
    Manifest,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    ReplayAnswer,
    ReplayRequest,
    SessionAnswer,
    SessionRequest,
    StatusAnswer,
    StatusRequest,
)

EVERYWHERE = ("other_version", "busy", "internal")
WITH_BODY = ("bad_request", "too_large")

ROUTES = (
    Route(
        method="GET",
        path="/v1/health",
        summary="Whether the server is up, and which protocol it speaks",
        handler=health.health,
        gives={200: Health},
    ),
    Route(
        method="POST",
        path="/v1/session",
        summary="Sign in",
        handler=session.sign_in,
        takes=SessionRequest,
        gives={200: SessionAnswer},
        problems=("wrong_credentials",),
        hashes=True,
    ),
    Route(
        method="DELETE",
        path="/v1/session",
        summary="Sign out",
        handler=session.sign_out,
        gives={204: None},
        problems=("not_signed_in",),
    ),
    Route(
        method="GET",
        path="/v1/sync/manifest",
        summary="Every stream that the reader may see, as it stands",
        handler=sync.manifest,
        gives={200: Manifest, 304: None},
        problems=("not_signed_in",),
    ),
    Route(
        method="POST",
        path="/v1/sync/push",
        summary="Send events",
        handler=sync.push,
        takes=PushRequest,
        gives={200: PushAnswer},
        problems=("not_signed_in", "other_epoch"),
    ),
    Route(
        method="POST",
        path="/v1/sync/replay",
        summary="Send again, sealed, what was accepted before a restore or never arrived",
        handler=sync.take_back,
        takes=ReplayRequest,
        gives={200: ReplayAnswer},
        problems=("not_signed_in", "other_epoch"),
    ),
    Route(
        method="POST",
        path="/v1/sync/pull",
        summary="Fetch what changed in some streams",
        handler=sync.pull,
        takes=PullRequest,
        gives={200: PullAnswer},
        problems=("not_signed_in", "other_epoch", "no_such_stream"),
    ),
    Route(
        method="POST",
        path="/v1/sync/streams/status",
        summary="Which of some streams the reader may still see",
        handler=sync.status,
        takes=StatusRequest,
        gives={200: StatusAnswer},
        problems=("not_signed_in", "other_epoch"),
    ),
    Route(
        method="POST",
        path="/v1/sync/commands/done",
        summary="Say what was done of what this computer was told",
        handler=sync.commands_done,
        takes=CommandsDone,
        gives={204: None},
        problems=("not_signed_in",),
    ),
    Route(
        method="POST",
        path="/v1/attachments/status",
        summary="How much of an attached file has come from this device",
        handler=attachments.file_status,
        takes=FileStatusRequest,
        gives={200: FileStatus},
        problems=("not_signed_in", "other_epoch", "not_found"),
        format=PACKED,
    ),
    Route(
        method="POST",
        path="/v1/attachments/send",
        summary="Send a chunk of an attached file",
        handler=attachments.send_chunk,
        takes=SendChunk,
        gives={200: FileStatus},
        problems=(
            "not_signed_in",
            "other_epoch",
            "not_found",
            "wrong_chunk",
            "wrong_file",
            "wrong_type",
        ),
        format=PACKED,
    ),
    Route(
        method="POST",
        path="/v1/attachments/fetch",
        summary="Fetch a chunk of an attached file",
        handler=attachments.fetch_chunk,
        takes=FetchChunk,
        gives={200: Chunk},
        problems=("not_signed_in", "other_epoch", "not_found", "not_there_yet"),
        format=PACKED,
    ),
)
