"""The messages of the sync protocol and of sign-in, as msgspec structs.

Requests forbid unknown members; answers allow them, so that an older desktop can talk to a newer
server. Times are RFC 3339 in UTC, digests 32 hexadecimal digits.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

PROTOCOL = 1
MAX_EVENTS = 200
MAX_BODY = 1 << 20


class Request(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What the desktop sends."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What the server answers."""


class SessionRequest(Request, frozen=True):
    """Sign in: ``device`` is the id that this computer made for itself.

    ``device_key`` checks what this computer signs; empty for one that signs nothing. ``signature``
    is made with it, under :func:`nurseapp.wire.claims.sign_in_claim`. ``code`` is of the second
    factor, empty until it is asked for; ``enrolment`` that for a computer that is new to them.
    """

    user: str
    password: str
    device: str
    device_key: bytes = b""
    signature: bytes = b""
    code: str = ""
    enrolment: str = ""


class OidcProvider(Answer, frozen=True):
    """Where people of this organisation sign in with their browser, as a public client."""

    issuer: str
    authorization_endpoint: str
    client_id: str
    scope: str


class BrowserSessionRequest(Request, frozen=True):
    """Sign in with what a browser came back with; ``device``, its key, its ``signature`` and
    ``enrolment`` as with a password.

    ``verifier`` and ``nonce`` were made for this sign-in alone, and never left this computer.
    ``user`` is whose account it must be, empty where a computer is set up for whoever it is.
    """

    code: str
    redirect_uri: str
    verifier: str
    nonce: str
    device: str
    device_key: bytes = b""
    user: str = ""
    signature: bytes = b""
    enrolment: str = ""


class Person(Answer, frozen=True):
    """Who signed in; ``roles`` are names of ``policy.Role``."""

    id: str
    name: str
    roles: tuple[str, ...]
    team: str | None


class SessionAnswer(Answer, frozen=True):
    """A short opaque token, and whom it belongs to.

    ``server_key`` checks what the server signs, to ``seal_key`` is sealed what it alone may read.
    ``refresh`` gets the next token; empty for a computer that has no key to sign with.
    """

    token: str
    expires_at: datetime
    person: Person
    organisation: str
    is_example: bool
    server_id: str
    server_key: bytes = b""
    seal_key: bytes = b""
    refresh: str = ""


class RefreshRequest(Request, frozen=True):
    """Ask for the next token, once; asked again, the answer is the same.

    ``signature`` is this computer's, under :func:`nurseapp.wire.claims.refresh_claim`.
    """

    refresh: str
    signature: bytes


class RefreshAnswer(Answer, frozen=True):
    """The next token, and what gets the one after it."""

    token: str
    expires_at: datetime
    refresh: str


class SchemaRange(Answer, frozen=True):
    """Versions of events and records: the oldest that may send, and the server's own."""

    min: int
    current: int


class StreamState(Answer, frozen=True):
    """One stream that the reader may see; a lower ``priority`` is fetched first."""

    id: str
    kind: str
    mode: str
    head: int
    digest: str
    priority: int


class Revocation(Answer, frozen=True):
    """A stream, by ``id``, that the reader may no longer hold, and why.

    ``token`` is the server's signature under :func:`nurseapp.wire.claims.revocation_claim`.
    """

    id: str
    revocation: str
    reason: str
    token: bytes


class CommandKind(StrEnum):
    """What a computer can be told to do; a desktop leaves alone what it does not know."""

    WIPE = "wipe"
    LOCK = "lock"
    REFILL = "refill"


class Command(Answer, frozen=True):
    """What the reader's computer is told to do, once; ``streams`` of a refill, none for all.

    ``token`` is the server's signature under :func:`nurseapp.wire.claims.command_claim`.
    """

    id: str
    kind: str
    token: bytes
    streams: tuple[str, ...] = ()


class Lease(Answer, frozen=True):
    """Until when the reader's computer may open its vault without asking again.

    ``token`` is the server's signature under :func:`nurseapp.wire.claims.lease_claim`.
    """

    until: datetime
    token: bytes


class Manifest(Answer, frozen=True):
    """Everything that the reader, ``user``, may see, as it stands; ``server_key`` as at sign-in.

    A stream that is in neither list is no reason to forget it.
    """

    epoch: str
    server_time: datetime
    schema: SchemaRange
    streams: tuple[StreamState, ...]
    server_key: bytes = b""
    user: str = ""
    revoked: tuple[Revocation, ...] = ()
    commands: tuple[Command, ...] = ()
    lease: Lease | None = None


class StreamCursor(Request, frozen=True):
    """Where the desktop stands in a stream: it holds everything up to ``after``."""

    id: str
    after: int


class PullRequest(Request, frozen=True):
    """Ask for the records of some streams, about ``max_bytes`` of bodies at most."""

    epoch: str
    streams: tuple[StreamCursor, ...]
    max_bytes: int = 4 << 20


class Row(Answer, array_like=True, frozen=True):
    """One record, its body as it is stored."""

    id: str
    kind: str
    rev: int
    deleted: bool
    schema: int
    body: msgspec.Raw


class StreamPage(Answer, frozen=True):
    """Rows of one stream in order of ``rev``; the desktop then holds everything up to ``upto``."""

    id: str
    rows: tuple[Row, ...]
    upto: int
    more: bool
    head: int
    digest: str


class PullAnswer(Answer, frozen=True):
    """Pages, and the streams that the reader may not see or that do not exist."""

    epoch: str
    streams: tuple[StreamPage, ...]
    gone: tuple[str, ...] = ()


class News(Answer, frozen=True):
    """What is new to who holds the manifest that the request named, by a delta (RFC 3229).

    ``manifest`` names those streams alone of which the head is another; ``standing`` is
    :func:`nurseapp.wire.listing.standing` of all. ``pages`` has records of them, as many as fit,
    each after the revision that ``after`` gives in its place: the head in the manifest before.
    """

    manifest: Manifest
    standing: str
    pages: tuple[StreamPage, ...] = ()
    after: tuple[int, ...] = ()


class PushRequest(Request, frozen=True):
    """Events, oldest first."""

    epoch: str
    device: str
    events: tuple[msgspec.Raw, ...]


class EventResult(Answer, frozen=True):
    """What became of one event: ``applied``, ``merged``, ``noop``, ``conflict`` or ``refused``.

    ``rev`` is the stream's head that includes its effect; ``reason`` a refusal's code;
    ``receipt`` the server's signature under :func:`nurseapp.wire.claims.receipt_claim`.
    """

    id: str
    status: str
    rev: int
    conflicts: tuple[str, ...] = ()
    reason: str | None = None
    receipt: bytes = b""


class PushAnswer(Answer, frozen=True):
    """Results by event id, and the ids to send again later.

    ``receipt`` is one signature for all results, in their order: then they have none of their own;
    see :mod:`nurseapp.wire.receipts`.
    """

    epoch: str
    results: tuple[EventResult, ...]
    retry: tuple[str, ...] = ()
    receipt: bytes = b""


class SealedEntry(Request, frozen=True):
    """An event, or a deed, that only the server can read, with the receipt of its acceptance.

    Where it was never sent, there is no receipt: then the signature that is sealed with it counts.

    ``status``, ``rev`` and ``epoch`` are as the receipt has them, ``receipt`` is its signature
    with its way, see :mod:`nurseapp.wire.receipts`.
    """

    event: str
    sealed: bytes
    status: str = ""
    rev: int = 0
    epoch: str = ""
    receipt: bytes = b""


class ReplayRequest(Request, frozen=True):
    """Sealed events, oldest first."""

    epoch: str
    device: str
    entries: tuple[SealedEntry, ...]


class Rejection(Answer, frozen=True):
    """An entry that is no event of the sender's, by id; ``reason`` is a code."""

    id: str
    reason: str


class ReplayAnswer(Answer, frozen=True):
    """Results by event id, the ids to send again later, and what was turned away.

    ``taken`` are deeds, by id, that are in the audit trail now.
    """

    epoch: str
    results: tuple[EventResult, ...]
    retry: tuple[str, ...] = ()
    rejected: tuple[Rejection, ...] = ()
    taken: tuple[str, ...] = ()


class StatusRequest(Request, frozen=True):
    """Ask about streams that are merely absent from the manifest."""

    epoch: str
    streams: tuple[str, ...]


class StatusAnswer(Answer, frozen=True):
    """Which of them the reader may still see, and which not.

    ``revoked`` takes back each that is ``gone``, signed as in a manifest, also where the server
    knows of no loss: it may have been restored to before the reader was given it.
    """

    epoch: str
    visible: tuple[str, ...]
    gone: tuple[str, ...]
    revoked: tuple[Revocation, ...] = ()


class CommandsDone(Request, frozen=True):
    """Say which commands, by id, were carried out on this computer."""

    done: tuple[str, ...]


class Problem(Answer, frozen=True):
    """A problem document (RFC 9457); ``code`` is for programs, ``detail`` for people."""

    type: str
    title: str
    status: int
    code: str
    detail: str


class Health(Answer, frozen=True):
    """The server is up, and which protocol it speaks."""

    status: str
    version: str
    schema: SchemaRange
    server_time: datetime
