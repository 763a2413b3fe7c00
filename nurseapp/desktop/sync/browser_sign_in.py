"""Signing in with the browser of this computer, at the organisation's own provider.

As RFC 8252 has it: the system's browser, never a window of ours; a listener on 127.0.0.1 at a port
of its own, for one answer and five minutes; PKCE, and a state that the answer must bring back. What
came back is sent to the server, which finds out who it is. It is asked time and again, and never
waits, so that whoever asks can give up. Called by services.
"""

from __future__ import annotations

import base64
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from hmac import compare_digest
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from nurseapp.desktop.storage.sealing import DeviceKey
from nurseapp.desktop.sync.signing_in import SignedIn, signed_in
from nurseapp.desktop.sync.transport import Transport, TransportError
from nurseapp.wire.claims import sign_in_claim
from nurseapp.wire.messages import BrowserSessionRequest

PATIENCE_S = 300.0
PATH = "/signed-in"
_PAGE = (
    b"<!doctype html><meta charset=utf-8><title>nurseapp</title>"
    b"<p>You can close this page and go back to nurseapp."
)


class BrowserSignIn:
    """One sign-in with the browser, from the address that it is sent to until it comes back.

    Every method raises TransportError.
    """

    def __init__(
        self,
        transport: Transport,
        signing: DeviceKey | None,
        random: Callable[[int], bytes],
        user: str = "",
        enrolment: str = "",
        patience_s: float = PATIENCE_S,
    ) -> None:
        """Listen for the answer.

        Args:
            user: whose it must be, empty where it may be anybody's.
            enrolment: the code of a computer that is new to them.
        """
        self._transport = transport
        self._signing = signing
        self._user = user
        self._enrolment = enrolment
        self._verifier, self._state, self._nonce = (_text(random(32)) for _ in range(3))
        self._until = time.monotonic() + patience_s
        self._listener = _Listener(self._state)

    def address(self) -> str:
        """Ask the server where to send the browser."""
        provider = self._transport.provider()
        asked = {
            "response_type": "code",
            "client_id": provider.client_id,
            "redirect_uri": self._listener.uri,
            "scope": provider.scope,
            "state": self._state,
            "nonce": self._nonce,
            "code_challenge": _text(sha256(self._verifier.encode()).digest()),
            "code_challenge_method": "S256",
        }
        mark = "&" if urlsplit(provider.authorization_endpoint).query else "?"
        return f"{provider.authorization_endpoint}{mark}{urlencode(asked)}"

    def look(self) -> SignedIn | None:
        """See whether the browser came back, and sign in with what it brought.

        Raises:
            TransportError: ``not_come_back`` for an answer without a code, or none in time.
        """
        self._listener.handle_request()
        code = self._listener.code
        if code is None and time.monotonic() < self._until:
            return None
        if not code:
            raise TransportError("not_come_back")
        signing, device = self._signing, self._transport.device
        claim = sign_in_claim(user=self._user, device=device)
        answer = self._transport.sign_in_by_browser(
            BrowserSessionRequest(
                code=code,
                redirect_uri=self._listener.uri,
                verifier=self._verifier,
                nonce=self._nonce,
                user=self._user,
                device=device,
                device_key=b"" if signing is None else signing.public,
                signature=b"" if signing is None else signing.sign_claim(claim),
                enrolment=self._enrolment,
            )
        )
        return signed_in(answer)

    def stop(self) -> None:
        """Listen no more."""
        self._listener.server_close()


class _Listener(HTTPServer):
    """Takes on loopback the one answer that brings the state back; others are answered, too."""

    timeout = 0  # nobody waits for a browser here
    code: str | None = None

    def __init__(self, state: str) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.state = state

    @property
    def uri(self) -> str:
        """Where the browser is to come back to."""
        return f"http://127.0.0.1:{self.server_port}{PATH}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Let a browser go that hung up: what it brought counts, not whether it was thanked."""
        error = sys.exception()
        if error is not None and not isinstance(error, OSError):
            raise error


class _Answering(BaseHTTPRequestHandler):
    server: _Listener
    timeout = 1  # a browser opens lines ahead on which it says nothing

    def do_GET(self) -> None:
        """Take the code, or for an answer without one that there is none."""
        asked = urlsplit(self.path)
        values = parse_qs(asked.query)
        [state] = values.get("state", [""])[:1]
        is_ours = asked.path == PATH and compare_digest(state.encode(), self.server.state.encode())
        if is_ours:
            self.server.code = values.get("code", [""])[0]
        self.send_response(200 if is_ours else 404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if is_ours:
            self.wfile.write(_PAGE)

    def log_message(self, *_: object) -> None:
        """Say nothing: an address would hold the code."""


def _text(secret: bytes) -> str:
    return base64.urlsafe_b64encode(secret).decode().rstrip("=")
