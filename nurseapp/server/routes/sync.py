"""``/v1/sync``: manifest, push, replay, pull, status."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from nurseapp.server import commands, feed, inbox
from nurseapp.server.replay import ServerKeys, replay
from nurseapp.server.routes.calls import Api, Call, Reply
from nurseapp.server.routes.problems import ProblemError
from nurseapp.server.seal_key import SealKey
from nurseapp.server.sign_in import SignedIn
from nurseapp.server.store.database import sealing_key, transaction
from nurseapp.wire.canonical import WireError
from nurseapp.wire.messages import (
    CommandsDone,
    PullRequest,
    PushRequest,
    ReplayRequest,
    StatusRequest,
    StreamCursor,
)

_LAST_REV = (1 << 63) - 1


def manifest(api: Api, call: Call) -> Reply:
    """List what the reader may see, or what is new of it, unless they hold all that already."""
    with transaction(api.engine) as connection:
        session = api.sign_in.signed_in(connection, call.token)
        caller, now = session.caller, api.clock()
        told: feed.Look | None = None
        if call.takes_news:
            told = api.told.recall(caller, call.known_tag)
            seen = feed.look_again(connection, caller, session.epoch, now, told)
            api.told.keep(caller, seen)
        else:
            seen = feed.look(connection, caller, session.epoch, now, call.known_tag)
        headers = {"ETag": seen.tag}
        if call.known_tag == seen.tag:
            return Reply(status=HTTPStatus.NOT_MODIFIED, headers=headers)
        terms = feed.Terms(key=session.key, lease=api.lease, spoken=api.spoken)
        news = told and feed.news(connection, caller, seen, terms, told)
        if news:
            return Reply(status=HTTPStatus.IM_USED, body=news, headers=headers | {"IM": "news"})
        return Reply(body=feed.manifest(connection, caller, seen, terms), headers=headers)


def push(api: Api, call: Call) -> Reply:
    """Take events."""
    request: PushRequest = call.body
    with transaction(api.engine) as connection:
        session = api.sign_in.signed_in(connection, call.token)
    if call.schema < api.limits.oldest_schema:
        raise ProblemError("too_old")
    check_epoch(session, request.epoch)
    _check_device(session, request.device)
    _check_sizes(api, [len(bytes(event)) for event in request.events])
    try:
        answer = inbox.push(api.engine, session.caller, request, api.clock, session.key)
    except WireError as error:
        raise ProblemError("bad_request", f"{error}.") from None
    return Reply(body=answer)


def take_back(api: Api, call: Call) -> Reply:
    """Take sealed events, after a restore or from a computer that lost its vault."""
    request: ReplayRequest = call.body
    if any(not 0 <= entry.rev <= _LAST_REV for entry in request.entries):
        raise ProblemError("bad_request", "A member «rev» is no revision.")
    with transaction(api.engine) as connection:
        session = api.sign_in.signed_in(connection, call.token)
        sealing = SealKey(sealing_key(connection))
    check_epoch(session, request.epoch)
    _check_device(session, request.device)
    _check_sizes(api, [len(entry.sealed) for entry in request.entries])
    keys = ServerKeys(signing=session.key, sealing=sealing)
    return Reply(body=replay(api.engine, session.caller, request, api.clock, keys))


def pull(api: Api, call: Call) -> Reply:
    """Give records."""
    request: PullRequest = call.body
    check_cursors(request.streams)
    with transaction(api.engine) as connection:
        session = api.sign_in.signed_in(connection, call.token)
        check_epoch(session, request.epoch)
        answer = feed.pull(connection, session.caller, request, api.clock())
    if request.streams and not answer.streams and len(answer.gone) == len(request.streams):
        # The same for what is not there as for what may not be seen.
        raise ProblemError("no_such_stream")
    return Reply(body=answer)


def status(api: Api, call: Call) -> Reply:
    """Say which streams the reader may still see."""
    request: StatusRequest = call.body
    with transaction(api.engine) as connection:
        session = api.sign_in.signed_in(connection, call.token)
        check_epoch(session, request.epoch)
        return Reply(
            body=feed.status(connection, session.caller, request, api.clock(), session.key)
        )


def commands_done(api: Api, call: Call) -> Reply:
    """Take note of what a computer did as it was told."""
    request: CommandsDone = call.body
    with transaction(api.engine) as connection:
        session = api.sign_in.signed_in(connection, call.token)
        commands.note_done(connection, session.caller, request.done, api.clock())
    return Reply(status=204)


def _check_device(session: SignedIn, named: str) -> None:
    if named != session.caller.device:
        raise ProblemError("bad_request", "The session belongs to another device.")


def _check_sizes(api: Api, sizes: Sequence[int]) -> None:
    if len(sizes) > api.limits.events or sum(sizes) > api.limits.events_bytes:
        most = f"At most {api.limits.events} events of {api.limits.events_bytes} bytes together"
        raise ProblemError("too_large", f"{most} are taken at once.")


def check_epoch(session: SignedIn, named: str) -> None:
    """Refuse what was asked of a database that is no longer the one."""
    if named != session.epoch:
        raise ProblemError("other_epoch", headers={"Nurseapp-Epoch": session.epoch})


def check_cursors(cursors: Sequence[StreamCursor]) -> None:
    """Refuse a place in a stream that no stream can have."""
    if any(not 0 <= cursor.after <= _LAST_REV for cursor in cursors):
        raise ProblemError("bad_request", "A member «after» is no revision.")
