"""One event sent at once and alone, for acts that the server must decide while somebody looks.

It never touches the outbox: offline it is not done, and whoever asked is told so.
"""

from __future__ import annotations

import msgspec

from nurseapp.desktop.storage.sync_store import SyncStore
from nurseapp.desktop.sync.transport import Transport, TransportError
from nurseapp.domain.events import Event
from nurseapp.domain.refusal import DomainError
from nurseapp.wire.events import encode_event
from nurseapp.wire.messages import PushRequest


def send_now(store: SyncStore, transport: Transport, event: Event) -> None:
    """Send an event and have it decided.

    Raises:
        TransportError: it could not be sent, or nobody knows whether it was; a second try with
            a fresh event is refused where the first had gone through.
        DomainError: the server refused it, with its reason.
    """
    if store.is_suspect():
        raise TransportError("other_server_key")
    answer = transport.push(
        PushRequest(
            epoch=store.epoch(),
            device=transport.device,
            events=(msgspec.Raw(encode_event(event)),),
        )
    )
    for result in answer.results:
        if result.status == "refused":
            raise DomainError(result.reason or "refused", event=result.id)
