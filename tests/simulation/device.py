"""A nurse's computer: an encrypted file, the shipping stores over it, and rounds with the server.

It may be killed at any commit and at any request; it then goes on with a copy of the file as it
was at that moment. It may be put back to an older copy.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path

from nurseapp.content.library import Library
from nurseapp.desktop.services.assignments import Assignments
from nurseapp.desktop.services.authorship import Author
from nurseapp.desktop.services.care_plans import CarePlans
from nurseapp.desktop.services.conflicts import Conflicts
from nurseapp.desktop.services.notes import Notes
from nurseapp.desktop.services.screenings import Screenings
from nurseapp.desktop.storage.cache import Cache
from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.desktop.storage.circumstances import CacheError
from nurseapp.desktop.storage.drafts import DraftStore
from nurseapp.desktop.storage.escrow import Escrow
from nurseapp.desktop.storage.safekeeping import Safekeeping
from nurseapp.desktop.storage.sealing import DeviceKey
from nurseapp.desktop.storage.search import SearchStore
from nurseapp.desktop.storage.sync_store import SyncStore
from nurseapp.desktop.sync.http_transport import HttpTransport
from nurseapp.desktop.sync.line import Line
from nurseapp.desktop.sync.round import RoundReport, run_round
from nurseapp.desktop.sync.signing_in import sign_in
from nurseapp.desktop.sync.transport import TransportError
from nurseapp.domain.ids import CaseId, StreamId
from nurseapp.domain.policy import Actor
from tests.simulation.beginning import PASSWORD
from tests.simulation.chance import Chance
from tests.simulation.link import Link
from tests.simulation.routine import Killed, Routine
from tests.simulation.watched_cache import BEFORE, WatchedCache

HALTS = 0.35
_KILLED = 0.01
_DISK_FULL = 0.004


@dataclass(slots=True)
class Desk:
    """What a person works with while the program runs."""

    cache: WatchedCache
    cases: CaseStore
    store: CountingStore
    drafts: DraftStore
    search: SearchStore
    author: Author
    plans: CarePlans
    notes: Notes
    screenings: Screenings
    conflicts: Conflicts
    assignments: Assignments


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What every device shares.

    Attributes:
        files: where devices keep their files; ``template`` is an empty one.
        open_cache: opens a device's file, by its folder.
        now: what the time really is.
    """

    files: Path
    template: Path
    open_cache: Callable[[Path], Cache]
    library: Library
    line: Line
    url: str
    chance: Chance
    now: Callable[[], datetime]


@dataclass(slots=True)
class Seen:
    """What was noticed of a device since it was last put back or moved to another epoch.

    Attributes:
        epoch: the server's, as the device knows it.
        shown: ids that were on its screen, by stream.
        streams: that it held; ``filling`` those that were being fetched anew.
        heads: how far it held each of them; one that fell is being fetched anew.
        gone: streams that the server truthfully said had ended; ``agreed`` those of which
            a person agreed to be rid.
        tables: what they held, by case.
    """

    epoch: str = ""
    shown: dict[StreamId, set[str]] = field(default_factory=dict)
    streams: set[StreamId] = field(default_factory=set)
    filling: set[StreamId] = field(default_factory=set)
    heads: dict[StreamId, int] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    agreed: set[str] = field(default_factory=set)
    tables: dict[CaseId, list[object]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskCopy:
    """A device's files as they were, and what it had been told by then: it acts on that again.

    Attributes:
        epoch, gone, agreed: as of :class:`Seen`.
    """

    folder: Path
    epoch: str
    gone: frozenset[str]
    agreed: frozenset[str]


class CountingStore(SyncStore):
    """The sync store, and how many streams it had fetched anew."""

    def __init__(self, cache: WatchedCache, safe: Safekeeping) -> None:
        super().__init__(cache, safe)
        self.refills = 0

    def refill(self, streams: Collection[StreamId]) -> None:
        """Count them."""
        self.refills += len(streams)
        super().refill(streams)


class Device:
    """One computer of one person.

    Attributes:
        skew: how far its clock is off.
        refills: streams that were fetched anew because a digest differed.
        last_report: of the round that last came to its end.
    """

    def __init__(self, name: str, owner: Actor, around: Surroundings, link: Link) -> None:
        self.name = name
        self.owner = owner
        self.skew = timedelta(0)
        self.link = link
        self.routine: Routine | None = None
        self.seen = Seen()
        self.refills = 0
        self.last_report: RoundReport | None = None
        self._around = around
        self._folders = count()
        self._looked_at: tuple[WatchedCache, int] | None = None
        link.connect(HttpTransport(around.url, None, name, around.line), self)
        self._folder = self._new_folder()
        self._folder.mkdir(parents=True)
        shutil.copy(around.template, self._folder)
        self.desk = self._open()

    def clock(self) -> datetime:
        """Tell the time as this computer has it."""
        return self._around.now() + self.skew

    def point(self, name: str) -> None:
        """Pass a point at which the program may be killed, or others may go on."""
        chance = self._around.chance
        if chance.fault("client killed", _KILLED):
            self._copy_file()
            raise Killed
        if name == BEFORE and chance.fault("disk full", _DISK_FULL):
            raise CacheError("disk_full")
        is_halted = not chance.is_calm and name != BEFORE and chance.happens(HALTS)
        if is_halted and self.routine is not None and self.routine.is_running():
            self.routine.halt()

    def has_changed(self) -> bool:
        """Tell whether anything was written since this was asked last."""
        last, self._looked_at = self._looked_at, (self.desk.cache, self.desk.cache.commits)
        return last != self._looked_at

    def go_on(self) -> None:
        """Go on with the round, or begin one."""
        if self.routine is None:
            self.routine = Routine(self._round)
        self.routine.resume()
        if self.routine.is_over:
            was_killed, self.routine = self.routine.was_killed, None
            if was_killed:
                self.restart()

    def sync(self) -> RoundReport | None:
        """Run a round from beginning to end; None where it could not come to its end."""
        self.kill()
        self.last_report = None
        self.go_on()
        return self.last_report

    def agree(self) -> None:
        """Let a person agree to be rid of what the server took back."""
        with self.desk.cache.read() as connection:
            revoked = connection.exec_driver_sql("SELECT id FROM stream WHERE revoked")
            self.seen.agreed |= set(revoked.scalars())
        self.desk.store.confirm_revocations()

    def kill(self) -> None:
        """Kill the program where it stands, if a round is under way, and start it again."""
        if self.routine is not None:
            self._copy_file()
            self.restart()

    def restart(self) -> None:
        """Start the program again, over the file as it was left; end the one that runs."""
        if self.routine is not None:
            self.routine.kill()
            self.routine = None
        self.refills += self.desk.store.refills
        self.desk.cache.close()
        self.desk = self._open()

    def take_copy(self) -> DiskCopy:
        """Copy the file away, as a back-up of the whole disk would."""
        folder = self._new_folder()
        shutil.copytree(self._folder, folder)
        return DiskCopy(
            folder=folder,
            epoch=self.seen.epoch,
            gone=frozenset(self.seen.gone),
            agreed=frozenset(self.seen.agreed),
        )

    def put_back(self, copy: DiskCopy) -> None:
        """Put the file of another day in the place of what there is."""
        self._folder = self._new_folder()
        shutil.copytree(copy.folder, self._folder)
        self.seen = Seen(epoch=copy.epoch, gone=set(copy.gone), agreed=set(copy.agreed))
        self.restart()
        # A session lies in the file: a copy of a day before the first sign-in has none.
        self.link.is_signed_in &= bool(self.desk.store.server().key)

    def close(self) -> None:
        """End the program and forget the files."""
        if self.routine is not None:
            self.routine.kill()
        self.desk.cache.close()
        shutil.rmtree(self._around.files / self.name)

    def _round(self) -> None:
        self.link.asked_to_wait = set()
        self.link.sent_again = set()
        try:
            self._signed_in()
            self.last_report = run_round(self.desk.store, self.link, self.clock)
        except (TransportError, CacheError) as error:
            self.link.trace.add(self.name, "round ended", error.code)

    def _signed_in(self) -> None:
        if not self.link.is_signed_in:
            store = self.desk.store
            session = sign_in(self.link, self.owner.id, PASSWORD, store.sent.signing)
            store.pin(session.server_key, session.user, session.seal_key)
            self.link.is_signed_in = True

    def _copy_file(self) -> None:
        """Take the file as it is at this moment; nothing that is done from now on is in it."""
        copy = self._new_folder()
        shutil.copytree(self._folder, copy)
        self._folder = copy

    def _new_folder(self) -> Path:
        return self._around.files / self.name / str(next(self._folders))

    def _open(self) -> Desk:
        cache = WatchedCache(self._around.open_cache(self._folder), self.point)
        signing = DeviceKey(self.name, sha256(self.name.encode()).digest())
        safe = Safekeeping(cache, Escrow(self._folder), signing)
        cases, store = CaseStore(cache, safe), CountingStore(cache, safe)
        author = Author(self.owner.id, self.clock, self._around.chance.bytes)
        return Desk(
            cache=cache,
            cases=cases,
            store=store,
            drafts=DraftStore(cache),
            search=SearchStore(cache),
            author=author,
            plans=CarePlans(store=cases, author=author),
            notes=Notes(store=cases, author=author),
            screenings=Screenings(store=cases, author=author, library=self._around.library),
            conflicts=Conflicts(store=cases, author=author),
            assignments=Assignments(
                store=cases, sync_store=store, transport=self.link, author=author
            ),
        )
