"""Signing in with the browser, as a page asks for it: begun, looked after, given up at any moment.

All of it asks the network and runs where that may be waited for, never on the store's thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from nurseapp.desktop.storage.sealing import DeviceKey
from nurseapp.desktop.sync.browser_sign_in import BrowserSignIn
from nurseapp.desktop.sync.signing_in import SignedIn
from nurseapp.desktop.sync.transport import Transport, TransportError


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """Somebody who came back from their browser, with the key of the session's computer."""

    signed_in: SignedIn = field(repr=False)
    signing: DeviceKey = field(repr=False)

    @property
    def name(self) -> str:
        """Who it is, to be shown."""
        return self.signed_in.name


class Browsing:
    """One person's way through their browser. Every method raises Circumstance."""

    def __init__(
        self,
        transport: Transport,
        signing: DeviceKey,
        random: Callable[[int], bytes],
        user: str = "",
        close: Callable[[], None] = lambda: None,
    ) -> None:
        """Ask nothing yet.

        Args:
            user: whose account it must be, empty where it may be anybody's.
            close: of the transport, where it is for this alone.
        """
        self._transport = transport
        self._signing = signing
        self._random = random
        self._user = user
        self._close = close
        self._attempt: BrowserSignIn | None = None

    def is_offered(self) -> bool:
        """Ask the server whether people sign in so; a provider that does not answer is one."""
        try:
            self._transport.provider()
        except TransportError as error:
            if error.code not in {"no_provider", "provider_unavailable"}:
                raise
            return error.code == "provider_unavailable"
        return True

    def begin(self, enrolment: str = "") -> str:
        """Give the address for the browser, and listen for its answer from now on.

        Args:
            enrolment: the code of a new computer, where the server asked for it.
        """
        self._attempt = BrowserSignIn(
            self._transport, self._signing, self._random, self._user, enrolment
        )
        return self._attempt.address()

    def look(self) -> Arrived | None:
        """Give who came back, None while nobody did."""
        found = None if self._attempt is None else self._attempt.look()
        return None if found is None else Arrived(signed_in=found, signing=self._signing)

    def stop(self) -> None:
        """Listen no more, whatever came of it."""
        if self._attempt is not None:
            self._attempt.stop()
        self._attempt = None
        self._close()
