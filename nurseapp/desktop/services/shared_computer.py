"""A computer that several people share: it keeps nothing of a member, and everybody signs in anew.

The cache, the key of the computer and what opens a locked screen live in memory and go with the
program. On the disk, in a folder of each person's own, is the escrow, while the server has not
decided something: sealed for it, so that what was saved is not lost with the program. It goes up
when the same person signs in here again. Beside it is what they have half typed, while there is
something: sealed with a key that the server gives back to them alone.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from nurseapp.desktop.services.authorship import Random
from nurseapp.desktop.services.people import Enrolment, People, Unlocked
from nurseapp.desktop.storage import escrow, half_typed
from nurseapp.desktop.storage.cache import Cache, open_cache_in_memory
from nurseapp.desktop.storage.circumstances import VaultError
from nurseapp.desktop.storage.escrow import Escrow
from nurseapp.desktop.storage.folders import vault_folder
from nurseapp.desktop.storage.half_typed import HalfTyped, salt_in
from nurseapp.desktop.storage.lost_vaults import put_aside
from nurseapp.desktop.storage.mark import Mark
from nurseapp.desktop.storage.passphrase import normal
from nurseapp.desktop.storage.safekeeping import Safekeeping
from nurseapp.desktop.storage.sealing import KEY_BYTES, DeviceKey
from nurseapp.desktop.storage.shared_drafts import SharedDrafts
from nurseapp.desktop.storage.vault import DataKey, Owner
from nurseapp.desktop.sync.asking import Asking
from nurseapp.domain.circumstance import Circumstance
from nurseapp.wire.half_typed import SALT_BYTES, HalfTypedAnswer, HalfTypedRequest

FOLDER = "shared"
SHORTEST_PIN = 6
"""Characters (NIST SP 800-63B-4, 3.2.10, asks for four and advises six)."""
_WAY_BACK = "way-back"


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedComputer(People):
    """Lets people in by signing in, each time; its keyring is one in memory."""

    def here(self) -> tuple[Owner, ...]:
        """List nobody: who was here has left nothing that could be opened."""
        return ()

    def unreadable(self) -> Mapping[str, str]:
        """Name the user of each folder in which something waits for them, sealed."""
        place = self.data / FOLDER
        kept = (*place.rglob(escrow.FILE_NAME), *place.rglob(half_typed.FILE_NAME))
        folders = {_folder_of(file) for file in kept if file.stat().st_size}
        return {one.name: unquote(one.name.rpartition("@")[0]) for one in sorted(folders)}

    def make(self, owner: Owner, enrolment: Enrolment, signing: DeviceKey) -> Unlocked:
        """Make an empty cache in memory, and put aside what an earlier program has not sent.

        What opens a locked screen is the password, or a PIN for who signed in with the browser.
        """
        if enrolment.arrived is not None and len(normal(enrolment.passphrase)) < SHORTEST_PIN:
            raise VaultError("pin_too_short", minimum=SHORTEST_PIN)
        folder = self._folder(owner)
        put_aside(folder, owner.device[:8])
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise VaultError("disk_failed", file=folder.name) from error
        secret = self._hasher().hash(normal(enrolment.passphrase))
        self.keyring.keep(_WAY_BACK, secret.encode())
        key = DataKey(raw=self.random(KEY_BYTES), vault=self.random(16).hex())
        cache = open_cache_in_memory(key)
        return Unlocked(
            owner=owner,
            cache=cache,
            safe=Safekeeping(cache, Escrow(folder), signing),
            mark=Mark(cache, self.keyring, "witness"),
        )

    def check(self, owner: Owner, passphrase: str) -> None:
        """Try what opens a locked screen; a wrong one is a circumstance."""
        kept = self.keyring.read(_WAY_BACK) or b""
        try:
            self._hasher().verify(kept.decode(), normal(passphrase))
        except VerifyMismatchError:
            raise VaultError("wrong_secret", user=owner.user) from None

    def remove(self, owner: Owner) -> None:
        """Take away what waits of somebody, for good."""
        with suppress(FileNotFoundError):
            shutil.rmtree(self._folder(owner))

    def leave(self, owner: Owner) -> None:
        """Take away what is empty of somebody's traces; what waits stays."""
        folder = self._folder(owner)
        file = folder / escrow.FILE_NAME
        with suppress(OSError):  # it is in use, or not empty: then it says nothing, or is needed
            if file.exists() and not file.stat().st_size:
                file.unlink()
            for empty in (folder, folder.parent):
                empty.rmdir()

    def _folder(self, owner: Owner) -> Path:
        return shared_folder(self.data, owner)

    def _hasher(self) -> PasswordHasher:
        cost = self.cost
        return PasswordHasher(cost.passes, cost.memory_kib, cost.lanes)


def shared_folder(data: Path, owner: Owner) -> Path:
    """Name the folder of what waits of somebody."""
    return vault_folder(data / FOLDER, owner.user, owner.server)


def shared_drafts(
    cache: Cache, folder: Path, asking: Asking, random: Random
) -> SharedDrafts | None:
    """Give the drafts of somebody who has signed in, and whose key the server gives.

    None where it gives none, as an older one, or cannot be asked: then what waits is not touched,
    and what is half typed lives in memory alone.
    """
    file = folder / half_typed.FILE_NAME
    with suppress(Circumstance):
        salt = salt_in(file) or random(SALT_BYTES)
        request = HalfTypedRequest(salt=salt)
        key = asking.ask("POST", "/v1/session/half-typed", HalfTypedAnswer, request).key
        if len(key) == KEY_BYTES:
            return SharedDrafts(cache, HalfTyped(file=file, salt=salt, key=key, random=random))
    return None


def _folder_of(file: Path) -> Path:
    """Name a person's folder by an escrow in it, or in what was put aside there."""
    return file.parent.parent if file.parent.name.startswith("lost-") else file.parent
