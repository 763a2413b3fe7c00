"""The rescue: what a lost vault had not sent goes up from its escrow, still sealed.

The server opens it, knows the signature of the computer that it was done on, and decides it like
anything else. A rescue that is cut short is done once more; saying it twice changes nothing. Called
by services after a round.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nurseapp.desktop.storage.escrow import read_escrow
from nurseapp.desktop.storage.lost_vaults import forget
from nurseapp.desktop.storage.outbox import FINAL, REFUSED
from nurseapp.desktop.storage.sealed_log import SealedEvent
from nurseapp.desktop.storage.sent_log import Receipt
from nurseapp.desktop.storage.sync_store import SyncStore
from nurseapp.desktop.sync.planner import fitting
from nurseapp.desktop.sync.proofs import is_proven, receipt_for
from nurseapp.desktop.sync.transport import Transport, TransportError
from nurseapp.domain.ids import EventId
from nurseapp.wire.messages import ReplayAnswer, ReplayRequest, SealedEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescued:
    """What came of the work of a lost vault.

    Attributes:
        taken: entries that are on the server and count; ``refused`` those that are kept there and
            do not, which a supervisor sees. Deeds are no entries.
        unreadable: what nobody could make anything of; it is left where it is.
    """

    taken: int = 0
    refused: int = 0
    unreadable: int = 0

    def __add__(self, other: Rescued) -> Rescued:
        """Count both."""
        return Rescued(
            taken=self.taken + other.taken,
            refused=self.refused + other.refused,
            unreadable=self.unreadable + other.unreadable,
        )

    def __bool__(self) -> bool:
        """Tell whether there was anything."""
        return bool(self.taken or self.refused or self.unreadable)


def rescue(lost: Path, store: SyncStore, transport: Transport) -> Rescued:
    """Send what an escrow holds; take the vault away that it belongs to, if that was all.

    Args:
        lost: the file, of a vault that was put aside.

    Raises:
        TransportError: it was cut short, or the server has not decided all; nothing is lost.
        CacheError, VaultError: the same, for the disk.
    """
    entries, damaged = read_escrow(lost)
    rescued = Rescued(unreadable=damaged)
    for some in _portions(entries):
        answer = transport.replay(
            ReplayRequest(
                epoch=store.epoch(),
                device=transport.device,
                entries=tuple(SealedEntry(event=one.event, sealed=one.sealed) for one in some),
            )
        )
        rescued += _write(store, some, answer)
    forget(lost, keep=bool(rescued.unreadable))
    return rescued


def _portions(entries: Sequence[SealedEvent]) -> Iterator[Sequence[SealedEvent]]:
    left = entries
    while left:
        count = len(fitting((one.event, len(one.sealed)) for one in left))
        yield left[:count]
        left = left[count:]


def _write(store: SyncStore, sent: Sequence[SealedEvent], answer: ReplayAnswer) -> Rescued:
    """Keep the server's word on what it decided; raise ``server_busy`` where it is missing."""
    known = {one.event: one for one in sent}
    rejected = known.keys() & {EventId(rejection.id) for rejection in answer.rejected}
    kept: dict[EventId, tuple[SealedEvent, Receipt]] = {}
    for result in answer.results:
        sealed = known.get(EventId(result.id))
        if sealed is None or result.status not in FINAL:
            continue
        receipt = receipt_for(result, sealed=sealed, epoch=answer.epoch)
        if is_proven(store.server().key, receipt):
            kept[sealed.event] = sealed, receipt
    store.sent.keep_rescued(list(kept.values()))
    if known.keys() - kept.keys() - rejected - set(map(EventId, answer.taken)):
        raise TransportError("server_busy", status="not all decided")
    refused = sum(receipt.status == REFUSED for _, receipt in kept.values())
    return Rescued(
        taken=len(kept) - refused, refused=refused, unreadable=len(rejected - kept.keys())
    )
