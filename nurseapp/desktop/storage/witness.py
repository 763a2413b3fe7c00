"""What the keyring remembers of a vault, to tell when an older copy is put in its place.

An older copy of encrypted files is as whole as the newest. Only something kept elsewhere tells
them apart: the keyring keeps the generation of the header and how often the cache was marked.
Called by the vault and by the cache's mark.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from nurseapp.desktop.storage.keyring_choice import Keyring


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """The newest that was seen of a vault.

    Attributes:
        generation: of its header.
        count: of its cache's marks.
    """

    generation: int
    count: int = 0


_witnesses = msgspec.json.Decoder(Witness)


def read_witness(keyring: Keyring, item: str) -> Witness | None:
    """Give what was seen of a vault, None where nothing readable is kept."""
    kept = keyring.read(item)
    try:
        return None if kept is None else _witnesses.decode(kept)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def keep_witness(keyring: Keyring, item: str, witness: Witness) -> None:
    """Keep what is newest of a vault."""
    keyring.keep(item, msgspec.json.encode(witness))
