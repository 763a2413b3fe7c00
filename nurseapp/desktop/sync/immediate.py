"""One event sent at once and alone, for acts that the server must decide while somebody looks.

It never touches the outbox: offline it is not done, and whoever asked is told so.
"""

from __future__ import annotations

import msgspec

from nurseapp.desktop.storage.sync_store import SyncStore
from nurseapp.desktop.sync.proofs import is_proven, receipt_of
from nurseapp.desktop.sync.transport import Transport, TransportError
from nurseapp.domain.events import Event
from nurseapp.domain.refusal import DomainError
from nurseapp.wire.events import encode_event
from nurseapp.wire.messages import PushRequest


def send_now(store: SyncStore, transport: Transport, event: Event) -> None:
    """Send an event and have it decided.

    Raises:
        TransportError: it could not be sent, or nobody knows whether it was; a second try with
            a fresh event is refused where the first had gone through. ``bad_receipt`` and
            ``other_server_key`` where the server did not prove that it is the one that it was.
        DomainError: the server refused it, with its reason.
    """
    server = store.server()
    if server.is_suspect:
        raise TransportError("other_server_key")
    epoch, body = store.epoch(), encode_event(event)
    answer = transport.push(
        PushRequest(epoch=epoch, device=transport.device, events=(msgspec.Raw(body),))
    )
    for result in answer.results:
        alone = msgspec.structs.replace(result, receipt=answer.receipt or result.receipt)
        receipt = receipt_of(alone, stream=event.stream, body=body, epoch=epoch)
        if not is_proven(server.key, receipt):
            store.suspect()
            raise TransportError("bad_receipt")
        store.sent.keep(body, receipt)
        if result.status == "refused":
            raise DomainError(result.reason or "refused", event=result.id)
