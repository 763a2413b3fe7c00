"""Renewing the session of a vault with the key of its computer, when its token is used up.

The next token is in the vault before it is used: whatever is lost on the way, or ends this program,
the one that is kept gets the same answer again. Called by the transport.
"""

from __future__ import annotations

from collections.abc import Callable

from nurseapp.desktop.storage.sealing import DeviceKey
from nurseapp.desktop.storage.session_store import Session, SessionStore
from nurseapp.wire.claims import refresh_claim
from nurseapp.wire.messages import RefreshAnswer, RefreshRequest


class Renewing:
    """Renews what a vault keeps."""

    def __init__(self, store: SessionStore, signing: DeviceKey) -> None:
        self._store = store
        self._signing = signing

    def renew(self, ask: Callable[[RefreshRequest], RefreshAnswer]) -> str | None:
        """Give the next token, None where there is nothing to ask with.

        Args:
            ask: sends it to the server; what it raises is raised.
        """
        kept = self._store.read()
        if kept is None or not kept.refresh:
            return None
        claim = refresh_claim(device=self._signing.device, refresh=kept.refresh)
        request = RefreshRequest(refresh=kept.refresh, signature=self._signing.sign_claim(claim))
        answer = ask(request)
        self._store.keep(
            Session(token=answer.token, expires_at=answer.expires_at, refresh=answer.refresh)
        )
        return answer.token
