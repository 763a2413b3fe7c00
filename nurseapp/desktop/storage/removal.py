"""A vault taken away for good: with its header goes the key, and with that all that it sealed.

Called by services when the server told this computer so, after everything was sent.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from nurseapp.desktop.storage.circumstances import VaultError
from nurseapp.desktop.storage.keyring_choice import Keyring
from nurseapp.desktop.storage.vault import secrets_of
from nurseapp.desktop.storage.vault_header import FILE_NAMES, read_sealed_key


def remove_vault(folder: Path, keyring: Keyring) -> None:
    """Take a vault away, with what the keyring keeps for it; nothing may have it open.

    The header goes first: whatever a kill leaves after that, nobody can read it.

    Raises:
        VaultError: ``disk_failed``, or ``keyring_missing``; what is left of it opens no more.
    """
    secrets = secrets_of(read_sealed_key(folder).header)
    try:
        for name in FILE_NAMES:
            (folder / name).unlink(missing_ok=True)
        for item in secrets:
            keyring.drop(item)
        shutil.rmtree(folder)
    except OSError as error:
        raise VaultError("disk_failed", file=folder.name) from error
