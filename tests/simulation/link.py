"""A device's way to the server, above the shipping HTTP client: watched, halted, and lied to.

What an honest line cannot do is done here: a server that decides some events only, in any order;
one whose pages are small; a manifest that forgets streams. Everything that is said is taken down
and shown to whoever watches, before anything else can happen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol, TypeVar

import msgspec

from nurseapp.desktop.sync.transport import ManifestAnswer, Transport, TransportError
from nurseapp.wire.messages import (
    BrowserSessionRequest,
    CommandsDone,
    EventResult,
    Health,
    Manifest,
    OidcProvider,
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
    StreamCursor,
)
from tests.simulation.chance import Chance
from tests.simulation.trace import Trace

A = TypeVar("A")
_encode = msgspec.json.Encoder().encode


def _unsigned(manifest: Manifest) -> bytes:
    """Leave out of a manifest what the server makes up: its key, and what it signs."""
    revoked = [msgspec.structs.replace(r, revocation="", token=b"") for r in manifest.revoked]
    commands = [msgspec.structs.replace(c, token=b"") for c in manifest.commands]
    same = msgspec.structs.replace(
        manifest, server_key=b"", revoked=tuple(revoked), commands=tuple(commands), lease=None
    )
    return _encode(same)


class _Head(msgspec.Struct, frozen=True):
    id: str
    stream: str


_heads = msgspec.json.Decoder(_Head)


class Watcher(Protocol):
    """Whoever looks at what is said, at the moment at which it is said."""

    def about_to_push(self, link: Link, request: PushRequest) -> None:
        """A device sends events."""

    def about_to_replay(self, request: ReplayRequest) -> None:
        """A device sends sealed events."""

    def manifest_given(self, link: Link, manifest: Manifest) -> None:
        """The server listed what there is to see."""

    def pages_given(self, link: Link, request: PullRequest, answer: PullAnswer) -> None:
        """The server handed out records."""

    def status_given(self, link: Link, answer: StatusAnswer) -> None:
        """The server said which streams have ended."""


class Passing(Protocol):
    """The device at the end of the link."""

    def point(self, name: str) -> None:
        """Pass a point at which others may go on."""


class Link:
    """One device's transport.

    Attributes:
        is_signed_in: there is a session, as far as the device knows.
        asked_to_wait: streams of which an event was sent in this round and not decided.
        sent_again: ids of sealed events that were sent in this round.
        requests: how many there were.
    """

    def __init__(self, name: str, trace: Trace, chance: Chance, watcher: Watcher) -> None:
        self.name = name
        self.trace = trace
        self.is_signed_in = False
        self.asked_to_wait: set[str] = set()
        self.sent_again: set[str] = set()
        self.requests = 0
        self._chance = chance
        self._watcher = watcher
        self._inner: Transport
        self._device: Passing

    def connect(self, inner: Transport, device: Passing) -> None:
        """Join the two ends."""
        self._inner, self._device = inner, device

    @property
    def device(self) -> str:
        """The id that this computer made for itself."""
        return self._inner.device

    def close(self) -> None:
        """Leave the client open: the device closes it when it goes."""

    def health(self) -> Health:
        """Ask whether the server is up."""
        return self._ask("health", b"", self._inner.health)

    def sign_in(self, request: SessionRequest) -> SessionAnswer:
        """Begin a session."""
        return self._ask("sign in", b"", lambda: self._inner.sign_in(request))

    def provider(self) -> OidcProvider:
        """Ask where people sign in with their browser."""
        return self._ask("provider", b"", self._inner.provider)

    def sign_in_by_browser(self, request: BrowserSessionRequest) -> SessionAnswer:
        """Begin a session with what a browser came back with."""
        return self._ask("browser", b"", lambda: self._inner.sign_in_by_browser(request))

    def sign_out(self) -> None:
        """End the session."""
        self._ask("sign out", b"", self._inner.sign_out)

    def manifest(self, etag: str | None, *, takes_news: bool = False) -> ManifestAnswer:
        """Ask what there is to see; be told only a part of it, perhaps."""
        answer = self._ask(
            "manifest",
            b"news" if takes_news else b"",
            lambda: self._inner.manifest(etag, takes_news=takes_news),
            self._see_manifest,
        )
        streams = () if answer.manifest is None else answer.manifest.streams
        if answer.manifest is not None and streams and self._chance.fault("manifest forgets", 0.03):
            some = self._chance.shuffled(streams)[: self._chance.between(0, len(streams) - 1)]
            lie = msgspec.structs.replace(answer.manifest, streams=tuple(some))
            return replace(answer, manifest=lie, etag=None)
        return answer

    def push(self, request: PushRequest) -> PushAnswer:
        """Send events; be answered for some of them, perhaps."""
        self._watcher.about_to_push(self, request)
        answer = self._ask("push", _encode(request), lambda: self._inner.push(request))
        results: list[EventResult] = list(answer.results)
        if self._chance.fault("results in another order", 0.2):
            results = self._chance.shuffled(results)
        if results and self._chance.fault("results for some", 0.1):
            results = results[1:]
        is_whole = len(results) == len(answer.results) or not answer.receipt
        decided = {result.id for result in results if is_whole}  # what is missing was signed too
        heads = map(_heads.decode, request.events)
        self.asked_to_wait |= {head.stream for head in heads if head.id not in decided}
        return msgspec.structs.replace(answer, results=tuple(results))

    def replay(self, request: ReplayRequest) -> ReplayAnswer:
        """Send sealed events; be answered for some of them, perhaps."""
        self._watcher.about_to_replay(request)
        names = " ".join(entry.event for entry in request.entries).encode()
        answer = self._ask("replay", names, lambda: self._inner.replay(request))
        self.sent_again |= {entry.event for entry in request.entries}
        if answer.results and self._chance.fault("results for some", 0.1):
            return msgspec.structs.replace(answer, results=answer.results[1:])
        return answer

    def pull(self, request: PullRequest) -> PullAnswer:
        """Fetch records, on small pages perhaps."""
        if self._chance.fault("small pages", 0.3):
            most = self._chance.pick((1, 300, 1_000, 3_000))
            request = msgspec.structs.replace(request, max_bytes=most)
        return self._ask(
            "pull",
            _encode(request),
            lambda: self._inner.pull(request),
            lambda answer: self._watcher.pages_given(self, request, answer),
        )

    def status(self, request: StatusRequest) -> StatusAnswer:
        """Ask about streams."""
        return self._ask(
            "status",
            _encode(request),
            lambda: self._inner.status(request),
            lambda answer: self._watcher.status_given(self, answer),
        )

    def acknowledge(self, request: CommandsDone) -> None:
        """Say what was done of what this computer was told."""
        self._ask("acknowledge", _encode(request), lambda: self._inner.acknowledge(request))

    def _see_manifest(self, answer: ManifestAnswer) -> None:
        if answer.manifest is not None:
            self.trace.number_epoch(answer.manifest.epoch)
            self._watcher.manifest_given(self, answer.manifest)
            self._see_news(answer.manifest.epoch, answer)

    def _see_news(self, epoch: str, answer: ManifestAnswer) -> None:
        """Look at the pages of news as if they had been asked for."""
        pairs = zip(answer.pages, answer.after, strict=True)
        cursors = tuple(StreamCursor(id=page.id, after=after) for page, after in pairs)
        request = PullRequest(epoch=epoch, streams=cursors)
        given = PullAnswer(epoch=epoch, streams=answer.pages)
        self._watcher.pages_given(self, request, given)

    def _ask(
        self,
        name: str,
        request: bytes,
        call: Callable[[], A],
        see: Callable[[A], None] = lambda _answer: None,
    ) -> A:
        self._device.point(f"before {name}")
        self.requests += 1
        self.trace.add(self.name, name, request)
        try:
            answer = call()
        except TransportError as error:
            if error.code == "not_signed_in":
                self.is_signed_in = False
            self.trace.number_epoch(str(error.facts.get("epoch", "")))
            self.trace.add(self.name, name, error.code)
            raise
        see(answer)
        self.trace.add(self.name, name, self._told(answer))
        self._device.point(f"after {name}")
        return answer

    def _told(self, answer: object) -> bytes:
        """Give what of an answer is the same each time."""
        match answer:
            case SessionAnswer():
                return answer.person.id.encode()
            case ManifestAnswer():
                known = b"known" if answer.manifest is None else _unsigned(answer.manifest)
                return known + _encode(answer.pages)
            case PushAnswer():
                return _encode(msgspec.structs.replace(answer, receipt=b""))
            case ReplayAnswer():
                results = [msgspec.structs.replace(r, receipt=b"") for r in answer.results]
                return _encode(msgspec.structs.replace(answer, results=tuple(results)))
            case StatusAnswer():
                return _encode(msgspec.structs.replace(answer, revoked=()))
            case msgspec.Struct():
                return _encode(answer)
            case _:
                return b"done"
