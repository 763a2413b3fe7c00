"""The people on this computer: who may unlock, and how somebody new comes in.

Signing in happens once, online; after that the vault opens with the passphrase alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from nurseapp.desktop.services.authorship import Clock, Random
from nurseapp.desktop.services.browsing import Arrived, Browsing
from nurseapp.desktop.storage.cache import Cache, open_cache
from nurseapp.desktop.storage.circumstances import VaultError
from nurseapp.desktop.storage.device_key import device_key, keep_device_key
from nurseapp.desktop.storage.escrow import Escrow
from nurseapp.desktop.storage.folders import has_vault, owners_in, unreadable_in, vault_folder
from nurseapp.desktop.storage.keyring_choice import Keyring
from nurseapp.desktop.storage.lost_vaults import put_aside
from nurseapp.desktop.storage.mark import Mark
from nurseapp.desktop.storage.passphrase import check_passphrase
from nurseapp.desktop.storage.removal import remove_vault
from nurseapp.desktop.storage.rotation import remove_other_keys, rotate
from nurseapp.desktop.storage.safekeeping import Safekeeping
from nurseapp.desktop.storage.sealing import KEY_BYTES, DeviceKey
from nurseapp.desktop.storage.session_store import SessionStore
from nurseapp.desktop.storage.sync_store import SyncStore
from nurseapp.desktop.storage.vault import (
    Argon2Cost,
    Owner,
    change_passphrase,
    create_vault,
    open_vault,
    read_owner,
    witness_item,
)
from nurseapp.desktop.storage.vault_header import read_sealed_key
from nurseapp.desktop.sync.signing_in import SignedIn, sign_in
from nurseapp.desktop.sync.transport import Transport
from nurseapp.domain.circumstance import Circumstance

Connect = Callable[[str, str], Transport]
"""Makes a transport to a server's address, for a device."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """What somebody types to come in on this computer.

    Attributes:
        is_again: what was theirs here cannot be opened any more.
        code: of the second factor, where the server asked for it; ``enrolment`` that of a new
            computer.
        arrived: who signed in with their browser before; then no password is needed.
    """

    server: str
    user: str
    password: str = field(repr=False)
    passphrase: str = field(repr=False)
    is_again: bool = False
    code: str = field(default="", repr=False)
    enrolment: str = field(default="", repr=False)
    arrived: Arrived | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What signs somebody in again where the server has to be asked."""

    password: str = field(default="", repr=False)
    code: str = field(default="", repr=False)
    enrolment: str = field(default="", repr=False)


NO_ACCOUNT = Account()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlocked:
    """An open vault: whose it is, the cache in it, what keeps its work safe, how far it came."""

    owner: Owner
    cache: Cache
    safe: Safekeeping
    mark: Mark


Renew = Callable[[Unlocked, Account], None]
"""Asks the server about an open vault, signing in where a password is given."""
_SIGNING_IN = {
    "wrong_credentials",
    "code_needed",
    "wrong_code",
    "second_factor_missing",
    "enrolment_needed",
    "wrong_enrolment",
    "device_ended",
    "too_many_computers",
    "too_many_tries",
}
"""Why a sign-in failed that somebody can do something about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Enrols and unlocks; runs on the store's thread, for deriving a key takes its time.

    Attributes:
        data: the folder below which each person has theirs.
        cost: what deriving a key from a passphrase costs.
        renew: asks the server whether a vault may still be opened; with a password it signs in
            first.
    """

    data: Path
    keyring: Keyring
    connect: Connect
    random: Random
    cost: Argon2Cost
    clock: Clock
    renew: Renew

    def here(self) -> tuple[Owner, ...]:
        """List whose vaults are on this computer; reads no patient data."""
        return tuple(owners_in(self.data))

    def unreadable(self) -> Mapping[str, str]:
        """Name the user of each folder whose vault does not tell whose it is."""
        return {folder.name: user for user, folder in unreadable_in(self.data)}

    def look_at(self, folder: str) -> Owner:
        """Tell whose vault is in a folder; one that does not tell is a circumstance."""
        return read_owner(self.data / folder)

    def unlock(
        self,
        owner: Owner,
        passphrase: str,
        account: Account = NO_ACCOUNT,
        *,
        accepts_older: bool = False,
    ) -> Unlocked:
        """Open a vault; a wrong passphrase or a damaged file is a circumstance.

        Args:
            account: to sign in with where the server has to be asked.
            accepts_older: go on with a copy that is older than the newest.
        """
        folder = vault_folder(self.data, owner.user, owner.server)
        key = open_vault(folder, passphrase, self.keyring)
        remove_other_keys(folder, key)
        signing = device_key(self.keyring, read_owner(folder), key, self.random)
        unlocked = self._unlocked(folder, open_cache(folder, key), signing)
        try:
            if accepts_older:
                unlocked.mark.accept()
            unlocked.mark.check_copy()
            self._check_lease(unlocked, account)
            is_key_old = unlocked.mark.is_key_old(self.clock())
        except BaseException:
            unlocked.cache.close()
            raise
        return self._rotated(folder, passphrase, unlocked) if is_key_old else unlocked

    def _rotated(self, folder: Path, passphrase: str, unlocked: Unlocked) -> Unlocked:
        """Give a vault another data key before anybody works in it, where that can be done now."""
        unlocked.cache.close()
        with suppress(Circumstance):  # such as a full disk: the key until now goes on
            rotate(folder, passphrase, self.keyring, self.random, self.cost)
        key = open_vault(folder, passphrase, self.keyring)
        signing = device_key(self.keyring, unlocked.owner, key, self.random)
        rotated = self._unlocked(folder, open_cache(folder, key), signing)
        rotated.mark.begin_key(self.clock())
        return rotated

    def change_passphrase(self, owner: Owner, now: str, then: str) -> None:
        """Let another passphrase open a vault; a wrong or a weak one is a circumstance."""
        folder = vault_folder(self.data, owner.user, owner.server)
        change_passphrase(folder, (now, then), self.keyring, self.random, self.cost)

    def _unlocked(self, folder: Path, cache: Cache, signing: DeviceKey) -> Unlocked:
        header = read_sealed_key(folder).header
        mark = Mark(cache, self.keyring, witness_item(header))
        safe = Safekeeping(cache, Escrow(folder), signing)
        return Unlocked(owner=header.owner, cache=cache, safe=safe, mark=mark)

    def _check_lease(self, unlocked: Unlocked, account: Account) -> None:
        """Let in who may come in unasked; ask the server about anybody else."""
        try:
            unlocked.mark.check_time(self.clock())
        except VaultError:
            unlocked.mark.ask_anew()
            try:
                self.renew(unlocked, account)
            except Circumstance as circumstance:
                if circumstance.code in _SIGNING_IN:
                    raise
            unlocked.mark.check_time(self.clock())

    def check(self, owner: Owner, passphrase: str) -> None:
        """Try a passphrase; a wrong one is a circumstance."""
        open_vault(vault_folder(self.data, owner.user, owner.server), passphrase, self.keyring)

    def remove(self, owner: Owner) -> None:
        """Take somebody's vault away for good; nothing may have it open."""
        remove_vault(vault_folder(self.data, owner.user, owner.server), self.keyring)

    def leave(self, owner: Owner) -> None:
        """Leave this computer as somebody finds it who comes back: nothing is to be done."""

    def browsing(self, server: str, user: str) -> Browsing:
        """Give a new computer's way to sign in with its browser; `user` is whose it must be."""
        signing = self._new_key()
        transport = self.connect(server, signing.device)
        return Browsing(transport, signing, self.random, user, transport.close)

    def enrol(self, enrolment: Enrolment) -> Unlocked:
        """Sign in, then make a vault; nothing is left on disk where either fails.

        A vault that cannot be opened any more is put aside; what it had not sent is rescued by the
        first round.
        """
        if enrolment.arrived is None:
            signing = self._new_key()
            signed_in = self._signed_in(enrolment, signing)
        else:
            signing, signed_in = enrolment.arrived.signing, enrolment.arrived.signed_in
        owner = _owner(signed_in, enrolment.server, signing.device)
        unlocked = self.make(owner, enrolment, signing)
        SessionStore(unlocked.cache).keep(signed_in.session)
        SyncStore(unlocked.cache).pin(signed_in.server_key, signed_in.user, signed_in.seal_key)
        return unlocked

    def make(self, owner: Owner, enrolment: Enrolment, signing: DeviceKey) -> Unlocked:
        """Make an empty vault for somebody who signed in."""
        folder = vault_folder(self.data, owner.user, owner.server)
        check_passphrase(enrolment.passphrase, owner)
        if enrolment.is_again or not has_vault(folder):
            put_aside(folder, owner.device[:8])
        key = create_vault(
            folder, owner, enrolment.passphrase, self.keyring, self.random, self.cost
        )
        keep_device_key(self.keyring, owner, key, signing)
        return self._unlocked(folder, open_cache(folder, key), signing)

    def _new_key(self) -> DeviceKey:
        return DeviceKey(self.random(16).hex(), self.random(KEY_BYTES))

    def _signed_in(self, enrolment: Enrolment, signing: DeviceKey) -> SignedIn:
        user, password = enrolment.user, enrolment.password
        with closing(self.connect(enrolment.server, signing.device)) as transport:
            return sign_in(transport, user, password, signing, enrolment.code, enrolment.enrolment)


def _owner(signed_in: SignedIn, server: str, device: str) -> Owner:
    return Owner(
        user=signed_in.user,
        name=signed_in.name,
        roles=signed_in.roles,
        team=signed_in.team,
        server=server,
        device=device,
        organisation=signed_in.organisation,
        is_example=signed_in.is_example,
    )
