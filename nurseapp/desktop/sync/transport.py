"""What the round asks of the server, whichever way it is asked.

The round knows this and no HTTP; a test hands in a server of its own. Called by the round and by
services.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nurseapp.domain.circumstance import Circumstance
from nurseapp.wire.messages import (
    BrowserSessionRequest,
    CommandsDone,
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
    StreamPage,
)


class TransportError(Circumstance):
    """Report that the server could not be asked, or did not answer as it should.

    Codes: ``offline``, ``unknown_server`` (server), ``plain_line`` (server),
    ``not_our_server`` (server, reason),
    ``other_version`` (ours, theirs), ``wrong_credentials``, ``device_ended``, ``not_signed_in``,
    ``too_many_computers``, ``code_needed``, ``wrong_code``, ``second_factor_missing``,
    ``enrolment_needed``, ``wrong_enrolment``,
    ``too_many_tries`` (status, retry_after_s), ``no_provider``, ``provider_unavailable``,
    ``not_identified``, ``not_linked``, ``other_person``, ``not_come_back``,
    ``other_epoch`` (epoch), ``other_server_key``, ``bad_receipt``,
    ``server_busy`` (status; retry_after_s, or retry_at where no clock was told),
    ``server_failed`` (status, reason).
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestAnswer:
    """A manifest, or None where it is the one that was named.

    Attributes:
        server_time: what the server's clock says, None where it did not tell.
        standing: of all streams, where the manifest names only those that moved; empty where it is
            whole. Then ``pages`` has records of them, each after the revision in ``after``.
    """

    manifest: Manifest | None
    etag: str | None
    server_time: datetime | None
    standing: str = ""
    pages: tuple[StreamPage, ...] = ()
    after: tuple[int, ...] = ()


class Transport(Protocol):
    """One server, and one person's session with it on one device.

    Every method raises :class:`TransportError`.
    """

    @property
    def device(self) -> str:
        """The id that this computer made for itself."""

    def health(self) -> Health:
        """Ask whether the server is up and which protocol it speaks."""

    def sign_in(self, request: SessionRequest) -> SessionAnswer:
        """Begin a session, which the following requests are made in."""

    def provider(self) -> OidcProvider:
        """Ask where people sign in with their browser; ``no_provider`` where they do not."""

    def sign_in_by_browser(self, request: BrowserSessionRequest) -> SessionAnswer:
        """Begin a session with what a browser came back with."""

    def sign_out(self) -> None:
        """End the session."""

    def manifest(self, etag: str | None, *, takes_news: bool = False) -> ManifestAnswer:
        """Ask what there is to see, naming the manifest that is known; or what is new of it."""

    def push(self, request: PushRequest) -> PushAnswer:
        """Send events."""

    def replay(self, request: ReplayRequest) -> ReplayAnswer:
        """Send sealed events."""

    def pull(self, request: PullRequest) -> PullAnswer:
        """Fetch records."""

    def status(self, request: StatusRequest) -> StatusAnswer:
        """Ask about streams that the manifest does not name."""

    def acknowledge(self, request: CommandsDone) -> None:
        """Say what was done of what this computer was told."""

    def close(self) -> None:
        """Let go of the connection; the session goes on."""
