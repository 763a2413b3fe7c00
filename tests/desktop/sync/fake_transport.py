"""The way from one computer to the server in memory, which a test can interrupt at any point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nurseapp.desktop.sync.transport import ManifestAnswer, TransportError
from nurseapp.wire.messages import (
    PROTOCOL,
    BrowserSessionRequest,
    CommandsDone,
    Health,
    OidcProvider,
    Person,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    ReplayAnswer,
    ReplayRequest,
    SchemaRange,
    SessionAnswer,
    SessionRequest,
    StatusAnswer,
    StatusRequest,
)

if TYPE_CHECKING:
    from tests.desktop.sync.fake_server import FakeServer

PASSWORD = "a nurse's password"


@dataclass(slots=True)
class FakeTransport:
    """The server as one computer reaches it.

    Attributes:
        fault: called before and after the server has worked, with ``before push``, ``after
            pull`` and so on; what it raises is raised.
        asked: the requests that were made, by name.
    """

    server: FakeServer
    user: str
    device: str = "device-1"
    max_bytes: int | None = None
    fault: Callable[[str], None] = lambda _point: None
    asked: list[str] = field(default_factory=list)

    def health(self) -> Health:
        """Say that it is up."""
        return Health(
            status="ok",
            version="0",
            schema=SchemaRange(min=PROTOCOL, current=PROTOCOL),
            server_time=self.server.now(),
        )

    def sign_in(self, request: SessionRequest) -> SessionAnswer:
        """Let everybody in who knows the one password."""
        if request.password != PASSWORD:
            raise TransportError("wrong_credentials")
        if self.server.code and request.code != self.server.code:
            raise TransportError("wrong_code" if request.code else "code_needed")
        self._check_enrolment(request.enrolment)
        return self._session(request.user)

    def _check_enrolment(self, typed: str) -> None:
        if self.server.enrolment and typed != self.server.enrolment:
            raise TransportError("wrong_enrolment" if typed else "enrolment_needed")

    def _session(self, user: str) -> SessionAnswer:
        return SessionAnswer(
            token="token",
            expires_at=self.server.now(),
            person=Person(id=user, name=user, roles=("nurse",), team=None),
            organisation="Example",
            is_example=True,
            server_id="fake",
            server_key=self.server.key.public_key().public_bytes_raw(),
            seal_key=self.server.seal_key.public,
        )

    def provider(self) -> OidcProvider:
        """Name a provider, where there is one."""
        self._at("before provider")
        if not self.server.by_browser:
            raise TransportError("no_provider")
        return OidcProvider(
            issuer="https://id.example",
            authorization_endpoint="https://id.example/authorize",
            client_id="nurseapp",
            scope="openid",
        )

    def sign_in_by_browser(self, request: BrowserSessionRequest) -> SessionAnswer:
        """Let in whose account a code stands for, unless it has to be somebody else's."""
        self._at("before browser")
        person = self.server.by_browser.get(request.code)
        if person is None:
            raise TransportError("not_linked")
        if request.user not in ("", person):
            raise TransportError("other_person")
        self._check_enrolment(request.enrolment)
        return self._session(person)

    def sign_out(self) -> None:
        """End nothing."""

    def manifest(self, etag: str | None, *, takes_news: bool = False) -> ManifestAnswer:
        """Say what there is to see, or that it is what is known; never only what is new."""
        del takes_news
        self._at("before manifest")
        manifest = self.server.manifest(self.user, self.device)
        day = self.server.now().date()  # the lease is another one each day
        known = (manifest.epoch, day, manifest.streams, manifest.revoked, manifest.commands)
        found = str(hash(known))
        self._at("after manifest")
        return ManifestAnswer(
            manifest=None if etag == found else manifest,
            etag=found,
            server_time=self.server.now(),
        )

    def push(self, request: PushRequest) -> PushAnswer:
        """Decide events."""
        self._at("before push")
        self._check(request.epoch)
        answer = self.server.push(self.user, request)
        self._at("after push")
        return answer

    def replay(self, request: ReplayRequest) -> ReplayAnswer:
        """Take sealed events."""
        self._at("before replay")
        self._check(request.epoch)
        answer = self.server.replay(self.user, request)
        self._at("after replay")
        return answer

    def pull(self, request: PullRequest) -> PullAnswer:
        """Send records."""
        self._at("before pull")
        self._check(request.epoch)
        answer = self.server.pull(self.user, request, self.max_bytes)
        self._at("after pull")
        return answer

    def status(self, request: StatusRequest) -> StatusAnswer:
        """Say what ended."""
        self._at("before status")
        self._check(request.epoch)
        answer = self.server.status(self.user, request)
        self._at("after status")
        return answer

    def acknowledge(self, request: CommandsDone) -> None:
        """Take note of what was done."""
        self._at("before acknowledge")
        self.server.obeyed += request.done
        self._at("after acknowledge")

    def close(self) -> None:
        """Let go of nothing."""

    def _at(self, point: str) -> None:
        if point.startswith("before "):
            self.asked.append(point.removeprefix("before "))
        self.fault(point)

    def _check(self, epoch: str) -> None:
        if epoch != self.server.epoch:
            raise TransportError("other_epoch", epoch=self.server.epoch)
