"""Changing the passphrase or the data key, in a program that is killed on the way.

Killed at a chosen step (each touch of the keyring or of a file is one), and at any moment.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from enum import StrEnum
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from time import sleep

from nurseapp.desktop.storage import rotation, sqlcipher
from nurseapp.desktop.storage.circumstances import VaultError
from nurseapp.desktop.storage.rotation import rotate
from nurseapp.desktop.storage.vault import change_passphrase
from nurseapp.desktop.storage.vault_header import FILE_NAMES
from tests.vault.place import (
    CHEAP,
    OTHER_PASSPHRASE,
    PASSPHRASE,
    FileKeyring,
    Place,
    read_all,
)

if sys.platform == "win32":
    CONTEXT = multiprocessing.get_context("spawn")
else:
    CONTEXT = multiprocessing.get_context("forkserver")
    CONTEXT.set_forkserver_preload([__name__])

_STEPS: tuple[tuple[object, str], ...] = (
    (FileKeyring, "keep"),
    (FileKeyring, "drop"),
    (os, "open"),
    (os, "fsync"),
    (Path, "replace"),
    (Path, "unlink"),
    (sqlcipher, "export"),
    (rotation, "seal_anew"),
)


class Change(StrEnum):
    """What is done to a vault."""

    PASSPHRASE = "passphrase"
    KEY = "key"


def change(place: Place, what: Change) -> None:
    """Do it."""
    if what is Change.KEY:
        rotate(place.vault, PASSPHRASE, place.keyring, os.urandom, CHEAP)
    else:
        both = (PASSPHRASE, OTHER_PASSPHRASE)
        change_passphrase(place.vault, both, place.keyring, os.urandom, CHEAP)


def kill_at_step(place: Place, what: Change, step: int) -> bool:
    """Let a program do it and kill itself before a step; tell whether there was such a step."""
    process = CONTEXT.Process(target=_change_up_to, args=(place, what, step))
    process.start()
    process.join()
    return _was_killed(process)


def kill_after(place: Place, what: Change, wait_s: float) -> bool:
    """Let a program do it and kill it after a while; tell whether it was still at it."""
    begun = CONTEXT.Event()
    process = CONTEXT.Process(target=_change_when_told, args=(place, what, begun))
    process.start()
    begun.wait()
    sleep(wait_s)
    process.kill()
    process.join()
    return _was_killed(process)


def assert_usable(place: Place, what: Change) -> None:
    """Check that one passphrase opens the vault, that all is in it, and nothing is left over."""
    passphrases = [PASSPHRASE] if what is Change.KEY else [PASSPHRASE, OTHER_PASSPHRASE]
    opening = [passphrase for passphrase in passphrases if _opens(place, passphrase)]
    assert len(opening) == 1, f"{len(opening)} passphrases open the vault"
    with place.opened(opening[0]) as cache:
        read_all(cache)
    names = sorted(file.name for file in place.vault.iterdir() if ".new" not in file.name)
    assert len(names) == 3, names
    assert len({(place.vault / name).read_bytes() for name in FILE_NAMES}) == 1
    change_passphrase(
        place.vault, (opening[0], "another five words of hers"), place.keyring, os.urandom, CHEAP
    )
    if isinstance(place.keyring, FileKeyring):
        kept = list(place.keyring.folder.glob("*"))
        assert len(kept) == 2, "an older secret is still there"


def _opens(place: Place, passphrase: str) -> bool:
    try:
        with place.opened(passphrase):
            return True
    except VaultError as error:
        if error.code != "wrong_passphrase":
            raise
        return False


def _was_killed(process: BaseProcess) -> bool:
    assert process.exitcode in {0, -signal.SIGKILL}, process.exitcode
    return process.exitcode != 0


def _change_up_to(place: Place, what: Change, step: int) -> None:
    taken = 0

    def counted(call: Callable[..., object]) -> Callable[..., object]:
        def before(*args: object, **named: object) -> object:
            nonlocal taken
            taken += 1
            if taken == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*args, **named)

        return before

    for owner, name in _STEPS:
        setattr(owner, name, counted(getattr(owner, name)))
    change(place, what)


def _change_when_told(place: Place, what: Change, begun: Event) -> None:
    begun.set()
    change(place, what)
