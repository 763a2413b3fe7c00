"""Syncing as a person sees it: what waits, when it last worked, what is the matter now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from nurseapp.desktop.services.authorship import Clock
from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.desktop.storage.orders import Order
from nurseapp.desktop.storage.session_store import SessionStore
from nurseapp.desktop.storage.sync_store import SyncStore
from nurseapp.desktop.storage.vault import Owner
from nurseapp.desktop.sync.pacing import pause_s
from nurseapp.desktop.sync.planner import PURGE_BRAKE
from nurseapp.desktop.sync.proofs import check_key
from nurseapp.desktop.sync.rescuing import Rescued, rescue
from nurseapp.desktop.sync.round import RoundReport, run_round
from nurseapp.desktop.sync.signing_in import SignedIn, sign_in
from nurseapp.desktop.sync.steps.obeying import tell_done
from nurseapp.desktop.sync.steps.under_way import Changed
from nurseapp.desktop.sync.transport import Transport
from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.ids import CaseId, EventId
from nurseapp.domain.streams import case_of
from nurseapp.domain.taking_back import TAKEN_BACK

CLOCK_TOLERANCE_S = 300
"""How far this computer's clock may be from the server's before somebody is told."""
MUCH = 5_000
"""Records that fill a vault rather than keep it up to date."""


class SyncState(StrEnum):
    """How syncing stands. Offline is a normal state, not a failure."""

    NEVER = "never"
    SYNCED = "synced"
    OFFLINE = "offline"
    SIGNED_OUT = "signed-out"
    PROBLEM = "problem"


class Told(StrEnum):
    """What the server told this computer to do that concerns the screen.

    ``WIPE`` comes when everything that was done here is on the server.
    """

    LOCK = "lock"
    WIPE = "wipe"


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncStatus:
    """What the status bar says.

    Attributes:
        last_synced: when a round last went through, aware UTC.
        waiting: events that are not on the server yet; ``refused`` those that it refused.
        held_revocations: parts of cases that the server takes back, too many at once to be
            forgotten before somebody agrees.
        halted: parts of cases that are held further than the server has them; they do not sync.
        code: of what somebody should look at, with ``facts``; None while all is well. It was in
            the way of the last round, or of a part of it: ``bad_receipt`` lets what was sent
            wait, ``not_taken_back`` tells of what a restored server turned away,
            ``revocations_held``, ``server_behind`` and ``streams_left`` leave parts of cases as
            they are, and
            ``clock_off`` stops nothing.
    """

    state: SyncState
    last_synced: datetime | None
    waiting: int
    refused: int
    conflicts: int
    cases: int
    held_revocations: int = 0
    halted: int = 0
    code: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One event that the mirror does not show yet.

    Attributes:
        kind: of the event; ``member`` the name of whom it is about, None where not known.
        is_sent: the server has it, and its effect has not come back yet.
        refused_for: the code for which the server refused it; it is kept there all the same.
        can_be_withdrawn: it was refused, or another entry can take it back.
    """

    event: EventId
    case: CaseId
    kind: str
    member: str | None
    at: datetime
    is_sent: bool
    refused_for: str | None
    can_be_withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncOutcome:
    """What one round came to.

    Attributes:
        changed: the cases that may look different now.
        failures: rounds that failed since one went through, with this one.
        retry_after_s: before which the server asked not to be asked again.
        has_files: files are on their way, and the next round may begin at once.
        rescued: what came of the work of a vault that was lost; None where nothing was rescued.
    """

    status: SyncStatus
    changed: frozenset[CaseId]
    clock_difference_s: float | None = None
    failures: int = 0
    retry_after_s: float = 0.0
    has_files: bool = False
    rescued: Rescued | None = None

    def pause_s(self, draw: float) -> float:
        """Give the seconds until the next round is due; ``draw`` is chance, from 0 to 1."""
        if self.has_files or self.rescued is not None:
            return 0.0
        return pause_s(self.failures, draw, self.retry_after_s)


class Syncing:
    """Runs rounds on the sync thread and tells how things stand on any thread."""

    def __init__(
        self,
        store: SyncStore,
        cases: CaseStore,
        session: SessionStore,
        transport: Transport,
        owner: Owner,
        clock: Clock,
    ) -> None:
        self._store = store
        self._cases = cases
        self._session = session
        self._transport = transport
        self._owner = owner
        self._clock = clock
        self._last: Circumstance | None = None
        self._held_revocations = 0
        self._halted = 0
        self._failures = 0
        self._wipe: Order | None = None

    def run(
        self, changed: Changed, told: Callable[[Told], None] = lambda _told: None
    ) -> SyncOutcome:
        """Run one round; a circumstance becomes part of the status and is never raised.

        Args:
            changed: told of the cases that each page brought, while the round goes on.
            told: told what the server wants done with the screen, or with the whole vault.
        """

        def ordered(order: Order) -> None:
            self._wipe = order if order.kind.value == Told.WIPE else self._wipe
            told(Told(order.kind.value))

        try:
            self._store.sent.settle()
            report = run_round(
                self._store, self._transport, self._clock, changed, PURGE_BRAKE, ordered
            )
        except Circumstance as circumstance:
            self._last = circumstance
            self._failures += 1
            return SyncOutcome(
                status=self.status(),
                changed=frozenset(),
                failures=self._failures,
                retry_after_s=_asked_to_wait_s(circumstance, self._clock()),
            )
        self._failures = 0
        self._last = _told(report)
        self._held_revocations = len(report.held_back)
        self._halted = len(report.halted)
        rescued = self._rescue()
        self._tidy(report.pulled_rows)
        return SyncOutcome(
            status=self.status(),
            changed=report.changed_cases,
            clock_difference_s=report.clock_difference_s,
            rescued=rescued,
        )

    def _rescue(self) -> Rescued | None:
        """Send what is left of vaults that were lost; what stops it is told, and tried again."""
        rescued = Rescued()
        try:
            for lost in self._store.sent.lost():
                rescued += rescue(lost, self._store, self._transport)
        except Circumstance as circumstance:
            self._last = circumstance
        return rescued or None

    def _tidy(self, pulled: int) -> None:
        """Put the index in order, look for damage, give back memory: nobody waits for it."""
        try:
            while self._store.tidy():
                pass
            self._store.pages.run(self._clock())
            if pulled >= MUCH:
                self._store.pages.let_go()
        except Circumstance as circumstance:
            self._last = circumstance

    def status(self) -> SyncStatus:
        """Tell how syncing stands, from the last round and what waits."""
        summary = self._store.summary()
        return SyncStatus(
            state=self._state(summary.last_synced),
            last_synced=summary.last_synced,
            waiting=summary.waiting,
            refused=summary.refused,
            conflicts=summary.conflicts,
            cases=summary.held_cases,
            held_revocations=self._held_revocations,
            halted=self._halted,
            code=None if self._last is None else self._last.code,
            facts={} if self._last is None else self._last.facts,
        )

    def waiting(self) -> tuple[Waiting, ...]:
        """List every event that is not in the mirror yet, oldest first."""
        return tuple(
            Waiting(
                event=event.id,
                case=case_of(event.stream),
                kind=event.kind,
                member=self._member(case_of(event.stream)),
                at=event.at,
                is_sent=event.state == "sent",
                refused_for=event.reason,
                can_be_withdrawn=event.reason is not None or event.kind in TAKEN_BACK,
            )
            for event in self._store.waiting()
        )

    def confirm_revocations(self) -> None:
        """Agree to give up what the server takes back; the next round forgets it."""
        self._store.confirm_revocations()
        self._held_revocations = 0

    def tell_wiped(self) -> None:
        """Tell the server that the vault is gone, as it wanted; needs nothing of the vault.

        Raises:
            Circumstance: it could not be told, and goes on believing that it is not.
        """
        if self._wipe is not None:
            tell_done(self._transport, (self._wipe.id,))

    def sign_in(self, password: str, code: str = "", enrolment: str = "") -> None:
        """Sign in again when the session has run out; what waits stays where it is.

        A server that answers at the address of the one that was signed in to first, and signs with
        another key, is a circumstance: its session is not kept. So is ``code_needed``, where a
        second factor is, and ``enrolment_needed``, where it does not know this computer.
        """
        signing, user = self._store.sent.signing, self._owner.user
        self.go_on_in(sign_in(self._transport, user, password, signing, code, enrolment))

    def go_on_in(self, signed_in: SignedIn) -> None:
        """Go on in a session that was begun; as :meth:`sign_in` where it is another server's."""
        server = self._store.server()
        check_key(server.key, signed_in.server_key)
        check_key(server.seal_key, signed_in.seal_key)
        self._store.pin(signed_in.server_key, signed_in.user, signed_in.seal_key)
        self._session.keep(signed_in.session)
        self._last = None

    def _member(self, case: CaseId) -> str | None:
        row = self._cases.row(case)
        return None if row is None else f"{row.family_name}, {row.given_name}"

    def _state(self, last_synced: datetime | None) -> SyncState:
        if self._last is not None:
            codes = {"offline": SyncState.OFFLINE, "not_signed_in": SyncState.SIGNED_OUT}
            return codes.get(self._last.code, SyncState.PROBLEM)
        return SyncState.NEVER if last_synced is None else SyncState.SYNCED


def _asked_to_wait_s(circumstance: Circumstance, now: datetime) -> float:
    asked, until = (circumstance.facts.get(name) for name in ("retry_after_s", "retry_at"))
    if isinstance(until, datetime):
        return max(0.0, (until - now).total_seconds())
    return asked if isinstance(asked, float) else 0.0


def _told(report: RoundReport) -> Circumstance | None:
    """Tell of what somebody should look at though the round went through."""
    if report.unproven:
        return Circumstance("bad_receipt", count=report.unproven)
    if report.turned_away:
        return Circumstance("not_taken_back", count=report.turned_away)
    if report.is_too_old:
        return Circumstance("other_version", ours="", theirs="")
    if report.left:
        return Circumstance("streams_left", count=len(report.left))
    if report.held_back:
        return Circumstance("revocations_held", count=len(report.held_back))
    if report.halted:
        return Circumstance("server_behind", count=len(report.halted))
    return _clock_off(report.clock_difference_s)


def _clock_off(difference_s: float | None) -> Circumstance | None:
    """Tell of a clock that is wrong; the round went through all the same."""
    if difference_s is None or abs(difference_s) <= CLOCK_TOLERANCE_S:
        return None
    return Circumstance("clock_off", difference_s=round(difference_s))
