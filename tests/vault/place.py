"""A vault to be hurt: its folder, a keyring in files, what is in it, and whether it is whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from nurseapp.desktop.storage.cache import Cache, open_cache
from nurseapp.desktop.storage.drafts import DraftStore
from nurseapp.desktop.storage.keyring_choice import Keyring
from nurseapp.desktop.storage.rotation import remove_other_keys
from nurseapp.desktop.storage.vault import Argon2Cost, Owner, create_vault, open_vault

CHEAP = Argon2Cost(memory_kib=64, passes=1, lanes=1)
PASSPHRASE = "correct horse battery staple"
OTHER_PASSPHRASE = "seven quiet herons at dawn"
KEPT = {f"case-{n}:note:": f"Half a note, number {n}. " * 40 for n in range(60)}
ANA = Owner(
    user="nurse.ana",
    name="Ana Souza",
    server="https://nurse.example",
    device="d0d0",
    organisation="St. Brigid",
    is_example=False,
    roles=("nurse",),
    team="north",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKeyring:
    """A keyring that survives a kill, each of its steps done or not, and protects nothing."""

    folder: Path
    name: str = "files"

    def read(self, item: str) -> bytes | None:
        """Give a secret, or None where there is none."""
        file = self._file(item)
        return file.read_bytes() if file.exists() else None

    def keep(self, item: str, secret: bytes) -> None:
        """Keep a secret."""
        self.folder.mkdir(parents=True, exist_ok=True)
        new = self.folder / "new"
        new.write_bytes(secret)
        new.rename(self._file(item))

    def drop(self, item: str) -> None:
        """Forget a secret."""
        file = self._file(item)
        if file.exists():
            os.remove(file)

    def _file(self, item: str) -> Path:
        return self.folder / item.replace("/", "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A folder with a vault, and beside it the keyring.

    Attributes:
        root: holds both, so that a copy of it is a copy of the computer.
    """

    root: Path

    @property
    def vault(self) -> Path:
        """The vault's folder."""
        return self.root / "vault"

    @property
    def keyring(self) -> Keyring:
        """The keyring."""
        return FileKeyring(folder=self.root / "keyring")

    def copy(self, to: Path) -> Place:
        """Give another computer that is just as this one."""
        shutil.copytree(self.root, to)
        return Place(root=to)

    @contextmanager
    def opened(self, passphrase: str = PASSPHRASE) -> Iterator[Cache]:
        """Unlock as the program does, and lock again."""
        key = open_vault(self.vault, passphrase, self.keyring)
        remove_other_keys(self.vault, key)
        cache = open_cache(self.vault, key)
        try:
            yield cache
        finally:
            cache.close()


def make_place(root: Path, place: Place | None = None) -> Place:
    """Make a vault and put something into it."""
    place = place or Place(root=root)
    create_vault(place.vault, ANA, PASSPHRASE, place.keyring, os.urandom, CHEAP)
    with place.opened() as cache:
        drafts = DraftStore(cache)
        for key, text in KEPT.items():
            drafts.keep(key, text)
    return place


def read_all(cache: Cache) -> None:
    """Read every page of a cache, and check what was put into it.

    Raises:
        CacheError: ``cache_damaged`` at the first page that was changed.
        ValueError: for something that is neither damaged nor what it was.
    """
    cache.check()
    if any(DraftStore(cache).take(key) != text for key, text in KEPT.items()):
        raise ValueError("the vault opens and holds something else")
