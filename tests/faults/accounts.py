"""The account in the end: what was saved on each desktop against what each store holds now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from nurseapp.desktop.storage.sync_store import SyncStore
from nurseapp.server.store import schema
from nurseapp.server.store.acting import server_transaction
from tests.faults.computers import computer_at
from tests.faults.desktops import Desktop
from tests.faults.field import Field
from tests.journeys.central import Central

ROUNDS = 3
"""Without a fault, before the account: what one desktop has may wait for another's to be there."""


@dataclass(slots=True)
class Account:
    """What a run came to.

    Attributes:
        kept: events of which a desktop said that they are saved.
        lost: those of them that the server does not have.
        doubled: events that are there twice, or took effect twice.
        invented: events on the server that nobody on a desktop meant.
        gaps: streams whose head, history or digest is not what their records say.
        forgotten: results that the server had signed for and knows no more, or knows otherwise.
        differing: desktops that do not hold what the server has for their people.
        damaged: desktops whose file does not pass its check.
        fewer: desktops that at some time held fewer cases than before.
    """

    kept: int = 0
    receipts: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    fewer: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    met: Counter[str] = field(default_factory=Counter)
    results: Counter[str] = field(default_factory=Counter)

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing is the matter."""
        return not any(self._matters().values())

    def lines(self) -> list[str]:
        """Say it in lines of the report."""
        matters = ", ".join(f"{name} {len(found)}" for name, found in self._matters().items())
        met = ", ".join(f"{code} {count}" for code, count in self.met.most_common())
        results = ", ".join(f"{name} {count:,}" for name, count in self.results.most_common())
        return [
            f"- acknowledged on a desktop: {self.kept:,} events; by the server, with a receipt that"
            f" a desktop still holds: {self.receipts:,}",
            f"- {matters}",
            f"- results on the server: {results}",
            f"- what the desktops met meanwhile: {met or 'nothing'}",
            *(f"- FAULT {name}: {found[:3]}" for name, found in self._matters().items() if found),
        ]

    def _matters(self) -> dict[str, Sequence[str]]:
        return {
            "lost": self.lost,
            "twice": self.doubled,
            "from nowhere": self.invented,
            "streams with a gap or a wrong digest": self.gaps,
            "receipts the server does not stand by": self.forgotten,
            "desktops unlike the server": self.differing,
            "damaged files": self.damaged,
            "desktops that lost a case": self.fewer,
            "bugs logged by the API": self.complaints,
        }


def account_of(place: Field, desktops: Iterable[Desktop] | None = None) -> Account:
    """Settle the account of a field whose desktops have ended."""
    account = Account(gaps=place.organisation.faults(), complaints=place.api.complaints())
    meant: set[str] = set()
    kept: set[str] = set()
    looked_at = list(place.desktops if desktops is None else desktops)
    for _ in range(ROUNDS):
        for desktop in looked_at:
            _sync(desktop)
    for desktop in looked_at:
        _read_journal(account, desktop, meant, kept)
        _look_into(account, desktop, place)
    _ask_server(account, place, meant, kept)
    return account


def _read_journal(account: Account, desktop: Desktop, meant: set[str], kept: set[str]) -> None:
    most = 0
    for entry in desktop.entries():
        if entry.what == "meant":
            meant.add(entry.said)
        elif entry.what == "kept":
            kept.add(entry.said)
        elif entry.what == "met":
            account.met[entry.said] += 1
        elif entry.what == "held":
            if int(entry.said) < most:
                account.fewer.append(desktop.orders.folder.name)
            most = max(most, int(entry.said))


def _sync(desktop: Desktop) -> None:
    computer = computer_at(desktop.orders.folder)
    try:
        computer.unlock(desktop.orders.user).sync()
    finally:
        computer.shut_down()


def _look_into(account: Account, desktop: Desktop, place: Field) -> None:
    """Check a desktop's file, and hold it against the server."""
    computer = computer_at(desktop.orders.folder)
    try:
        at_work = computer.unlock(desktop.orders.user)
        at_work.sync()
        with at_work.cache.read() as connection:
            damage = connection.exec_driver_sql("PRAGMA cipher_integrity_check").all()
            order = connection.exec_driver_sql("PRAGMA integrity_check").scalars()
        if damage or order != ["ok"]:
            account.damaged.append(desktop.orders.folder.name)
        if at_work.mirror() != Central(place.organisation).records_for(desktop.orders.user):
            account.differing.append(desktop.orders.folder.name)
        _check_receipts(account, SyncStore(at_work.cache), place)
    finally:
        computer.shut_down()


def _check_receipts(account: Account, store: SyncStore, place: Field) -> None:
    event = schema.event.c
    with server_transaction(place.engine) as connection:
        rows = connection.execute(
            select(event.id, event.payload_hash, event.status).where(event.sender.in_(place.cases))
        ).all()
    known = {(row.id, bytes(row.payload_hash)): row.status for row in rows}
    epoch = store.epoch()
    for receipt in store.receipts():
        account.receipts += 1
        status = known.get((receipt.event, receipt.payload_hash))
        # In another life of the database the same event may have come to something else.
        if status is None or (receipt.epoch == epoch and status != receipt.status):
            account.forgotten.append(receipt.event)


def _ask_server(account: Account, place: Field, meant: set[str], kept: set[str]) -> None:
    event, history = schema.event.c, schema.history.c
    users = list(place.cases)
    with server_transaction(place.engine) as connection:
        events = connection.execute(
            select(event.id, event.status).where(event.sender.in_(users))
        ).all()
        twice = connection.scalars(
            select(history.event_id)
            .group_by(history.event_id, history.record_id)
            .having(func.count() > 1)
        ).all()
    there = Counter(row.id for row in events)
    account.kept = len(kept)
    account.results = Counter(row.status for row in events)
    account.lost = sorted(kept - there.keys())
    account.invented = sorted(there.keys() - meant)
    account.doubled = sorted({*twice, *(name for name, count in there.items() if count > 1)})
