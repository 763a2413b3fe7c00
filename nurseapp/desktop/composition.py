"""Joins storage, sync, content and services into a desk.

Outside the import contracts, with ``main``, ``start`` and ``gate``: nothing else may name parts of
floors that do not know each other. Imported on the store's thread while the passphrase is typed,
since it brings in all that is heavy.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from nurseapp.content.library import Library
from nurseapp.desktop.services.assignments import Assignments
from nurseapp.desktop.services.auditing import Auditing
from nurseapp.desktop.services.authorship import Author
from nurseapp.desktop.services.browsing import Browsing
from nurseapp.desktop.services.care_plans import CarePlans
from nurseapp.desktop.services.caseloads import Caseloads, Listing
from nurseapp.desktop.services.cases import Cases
from nurseapp.desktop.services.conflicts import Conflicts
from nurseapp.desktop.services.dead_letters import DeadLetters
from nurseapp.desktop.services.deeds import Deeds
from nurseapp.desktop.services.desk import Desk
from nurseapp.desktop.services.documents import Documents
from nurseapp.desktop.services.emergencies import Emergencies
from nurseapp.desktop.services.handouts import Handouts
from nurseapp.desktop.services.keeping import Keeping
from nurseapp.desktop.services.new_computers import NewComputers
from nurseapp.desktop.services.notes import Notes
from nurseapp.desktop.services.people import Account, People, Unlocked
from nurseapp.desktop.services.printouts import Printouts
from nurseapp.desktop.services.reviews import Reviews
from nurseapp.desktop.services.rounds import Carriers, Rounds
from nurseapp.desktop.services.screenings import Screenings
from nurseapp.desktop.services.shared_computer import (
    SharedComputer,
    shared_drafts,
    shared_folder,
)
from nurseapp.desktop.services.stationer import Stationer
from nurseapp.desktop.services.syncing import Syncing, SyncState, SyncStatus
from nurseapp.desktop.services.visits import Visits
from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.desktop.storage.circumstances import VaultError
from nurseapp.desktop.storage.deed_store import DeedStore
from nurseapp.desktop.storage.drafts import DraftStore
from nurseapp.desktop.storage.file_store import FOLDER, FileStore
from nurseapp.desktop.storage.folders import vault_folder
from nurseapp.desktop.storage.keeping_store import KeepingStore
from nurseapp.desktop.storage.keyring_choice import Keyring, MemoryKeyring, system_keyring
from nurseapp.desktop.storage.search import SearchStore
from nurseapp.desktop.storage.session_store import SessionStore
from nurseapp.desktop.storage.shared_drafts import SharedDrafts
from nurseapp.desktop.storage.shelf import DiskShelf, MemoryShelf
from nurseapp.desktop.storage.sync_store import SyncStore
from nurseapp.desktop.storage.vault import Argon2Cost, Owner
from nurseapp.desktop.storage.visit_store import VisitStore
from nurseapp.desktop.surroundings import Surroundings, utc_now
from nurseapp.desktop.sync.http_files import HttpFiles
from nurseapp.desktop.sync.http_transport import HttpTransport
from nurseapp.desktop.sync.renewing import Renewing
from nurseapp.desktop.sync.reporting_deeds import HttpDeeds
from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.ids import TeamId, UserId
from nurseapp.domain.policy import Actor, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An open desk, with what its first page shows.

    Attributes:
        left_at: where the last program of this person ended in the midst of work.
        keeps_half_typed: it outlasts this program, on a shared computer too.
        has_lost_half_typed: an earlier program kept some that cannot be read any more.
        note: counts on that the vault is the newest, here and in the keyring.
        close: closes the cache and the connection.
        wipe: the same, takes the vault away for good, and tells the server so. The sync has ended
            before, and what comes after can only be to end the program.
    """

    owner: Owner
    desk: Desk
    listing: Listing
    status: SyncStatus
    left_at: str | None
    keeps_half_typed: bool
    has_lost_half_typed: bool
    note: Callable[[], None]
    close: Callable[[], None]
    wipe: Callable[[], None]


def people_here(surroundings: Surroundings) -> People:
    """Join what enrols and unlocks; on a shared computer no keyring is asked."""
    is_shared = surroundings.is_shared
    return (SharedComputer if is_shared else People)(
        data=_data(surroundings),
        keyring=MemoryKeyring() if is_shared else _keyring(surroundings),
        connect=lambda server, device: HttpTransport(server, None, device),
        random=secrets.token_bytes,
        cost=Argon2Cost(),
        clock=utc_now,
        renew=_renew,
    )


def _renew(unlocked: Unlocked, account: Account) -> None:
    """Sign in, where a password is given, and run one round."""
    owner, cache, safe = unlocked.owner, unlocked.cache, unlocked.safe
    with closing(_transport(unlocked)) as transport:
        stores = (SyncStore(cache, safe), CaseStore(cache, safe), SessionStore(cache))
        syncing = Syncing(*stores, transport, owner, utc_now)
        if account.password:
            syncing.sign_in(account.password, account.code, account.enrolment)
        syncing.run(lambda _cases: None)


def open_desk(
    unlocked: Unlocked,
    surroundings: Surroundings,
    remove: Callable[[], None],
    leave: Callable[[], None] = lambda: None,
) -> Opened:
    """Join a desk over an open vault.

    Args:
        remove: takes the vault away, once it is closed.
        leave: is called at the end of somebody's time at a shared computer.
    """
    owner, cache = unlocked.owner, unlocked.cache
    transport = _transport(unlocked)
    desk = _desk(unlocked, transport, surroundings)

    def close() -> None:
        if surroundings.is_shared and desk.syncing.status().state is SyncState.SYNCED:
            with suppress(Circumstance):  # then the session ends by itself
                transport.sign_out()
        cache.close()
        transport.close()
        leave()

    def wipe() -> None:
        cache.close()
        remove()
        with suppress(Circumstance):  # the server goes on believing that it is not done
            desk.syncing.tell_wiped()
        transport.close()

    return Opened(
        owner=owner,
        desk=desk,
        listing=desk.caseloads.listing(),
        status=desk.syncing.status(),
        left_at=desk.drafts.place(),
        keeps_half_typed=not surroundings.is_shared or isinstance(desk.drafts, SharedDrafts),
        has_lost_half_typed=isinstance(desk.drafts, SharedDrafts) and not desk.drafts.is_whole,
        note=lambda: unlocked.mark.advance(utc_now()),
        close=close,
        wipe=wipe,
    )


def _transport(unlocked: Unlocked) -> HttpTransport:
    """Make the line to the server, in the session that the vault keeps."""
    owner, store = unlocked.owner, SessionStore(unlocked.cache)
    session = store.read()
    token = session.token if session else None
    renewing = Renewing(store, unlocked.safe.signing)
    return HttpTransport(owner.server, token, owner.device, renewing=renewing)


def _desk(unlocked: Unlocked, transport: HttpTransport, surroundings: Surroundings) -> Desk:
    owner, cache = unlocked.owner, unlocked.cache
    sync_store = SyncStore(cache, unlocked.safe)
    store = CaseStore(cache, unlocked.safe)
    author = Author(UserId(owner.user), utc_now, secrets.token_bytes)
    library = Library(surroundings.resources)
    cases = Cases(store, author, library)
    caseloads = Caseloads(store, SearchStore(cache), author, library)
    keeping_store = KeepingStore(cache)
    keeping_store.begin(utc_now())
    stationer = _stationer(owner, author, library, surroundings)
    vault = vault_folder(_data(surroundings), owner.user, owner.server)
    shelf = MemoryShelf() if surroundings.is_shared else DiskShelf(vault / FOLDER)
    files = FileStore(cache, store, shelf, secrets.token_bytes)
    files.clear()
    deeds = DeedStore(cache, unlocked.safe)
    carriers = Carriers(files, HttpFiles(transport), deeds, HttpDeeds(transport))
    syncing = Syncing(sync_store, store, SessionStore(cache), transport, owner, utc_now)
    return Desk(
        name=owner.name,
        organisation=owner.organisation,
        is_example=owner.is_example,
        keeps_nothing=surroundings.is_shared,
        is_supervisor=Role.SUPERVISOR in owner.roles,
        roles=frozenset(map(Role, owner.roles)),
        cases=cases,
        caseloads=caseloads,
        care_plans=CarePlans(store, author),
        screenings=Screenings(store, author, library),
        notes=Notes(store, author),
        handouts=Handouts(store, author, library, stationer),
        documents=Documents(store, files, author, surroundings.is_shared),
        printouts=Printouts(cases, caseloads, stationer),
        deeds=Deeds(carriers.deeds, store, author),
        auditing=Auditing(transport),
        new_computers=NewComputers(transport, store, _actor(owner)),
        reviews=Reviews(store, author),
        dead_letters=DeadLetters(transport, transport, sync_store, store, author),
        emergencies=Emergencies(transport, sync_store, store, author, library),
        conflicts=Conflicts(store, author),
        assignments=Assignments(store, sync_store, transport, author),
        drafts=_drafts(unlocked, transport, surroundings),
        syncing=syncing,
        browsing=lambda: Browsing(
            transport, unlocked.safe.signing, secrets.token_bytes, owner.user
        ),
        rounds=Rounds(syncing, sync_store, carriers, utc_now),
        keeping=Keeping(store, keeping_store, author, surroundings.is_shared),
        visits=Visits(caseloads, VisitStore(cache)),
    )


def _drafts(unlocked: Unlocked, transport: HttpTransport, surroundings: Surroundings) -> DraftStore:
    owner, cache = unlocked.owner, unlocked.cache
    kept = None
    if surroundings.is_shared:
        folder = shared_folder(_data(surroundings), owner)
        kept = shared_drafts(cache, folder, transport, secrets.token_bytes)
    return kept or DraftStore(cache)


def _actor(owner: Owner) -> Actor:
    team = None if owner.team is None else TeamId(owner.team)
    return Actor(id=UserId(owner.user), roles=frozenset(map(Role, owner.roles)), team=team)


def _data(surroundings: Surroundings) -> Path:
    return surroundings.data or user_data_path("nurseapp", appauthor=False)


def _stationer(
    owner: Owner, author: Author, library: Library, surroundings: Surroundings
) -> Stationer:
    return Stationer(
        fonts=surroundings.resources / "fonts",
        library=library,
        author=author,
        author_name=owner.name,
        organisation=owner.organisation,
        is_example=owner.is_example,
        paper=surroundings.paper,
        time_zone=surroundings.time_zone,
    )


def _keyring(surroundings: Surroundings) -> Keyring:
    try:
        return system_keyring()
    except VaultError:
        if not surroundings.may_keep_secret_in_memory:
            raise
        return MemoryKeyring()
