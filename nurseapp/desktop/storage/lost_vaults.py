"""Vaults that cannot be opened any more: put aside whole, so that their escrow is still there.

A lost passphrase, a lost keyring, a damaged file: what is in the cache stays unread, and what was
not sent is in the escrow. Called by services when somebody signs in again, and for the rescue.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from nurseapp.desktop.storage import escrow, half_typed
from nurseapp.desktop.storage.circumstances import VaultError
from nurseapp.desktop.storage.vault_header import FILE_NAMES

_RESCUED = "escrow.kept.jsonl"


def put_aside(folder: Path, label: str) -> None:
    """Put all files of a vault into a folder of their own below it, save what is half typed.

    That opens again for whoever signs in. The escrow goes first and the header last: whatever a
    kill leaves, the escrow is not in the way of another vault, and the next call goes on.

    Args:
        label: what tells it from others put aside before.

    Raises:
        VaultError: ``disk_failed``; nothing is lost.
    """
    order = {escrow.FILE_NAME: 0, **dict.fromkeys(FILE_NAMES, 2)}
    try:
        if not folder.exists():
            return
        found = (file for file in folder.iterdir() if file.is_file())
        files = [file for file in found if not file.name.startswith(half_typed.FILE_NAME)]
        aside = folder / f"lost-{label}"
        for file in sorted(files, key=lambda file: order.get(file.name, 1)):
            aside.mkdir(mode=0o700, exist_ok=True)
            file.replace(aside / file.name)
    except OSError as error:
        raise VaultError("disk_failed", file=folder.name) from error


def lost_escrows(folder: Path) -> Iterator[Path]:
    """Name the escrows of the vaults that were put aside and are not rescued yet."""
    yield from sorted(folder.glob(f"lost-*/{escrow.FILE_NAME}"))


def forget(lost: Path, *, keep: bool) -> None:
    """Take a vault away that was put aside and rescued.

    Args:
        keep: leave it, for not all could be rescued; it is not tried again.

    Raises:
        VaultError: ``disk_failed``; it is rescued once more, which changes nothing.
    """
    try:
        if keep:
            lost.replace(lost.with_name(_RESCUED))
        else:
            shutil.rmtree(lost.parent)
    except OSError as error:
        raise VaultError("disk_failed", file=lost.parent.name) from error
