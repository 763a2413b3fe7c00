"""Which passphrases may open a vault: long ones that are not the first to be guessed.

What stays of a passphrase without the words that anybody would try with this person, and without
runs and repetitions, must still be varied. Called by the vault.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from nurseapp.desktop.storage.circumstances import VaultError
from nurseapp.desktop.storage.vault_header import Owner

MINIMUM_LENGTH = 15
MINIMUM_VARIETY = 6
"""Different letters and digits that must be left."""
_TRIED_FIRST = (
    "nurseapp", "passphrase", "password", "letmein", "welcome", "changeme", "hospital", "nurse",
    "qwertyuiop", "qwerty", "asdfghjkl", "asdf", "zxcvbnm",
)  # fmt: skip


def normal(passphrase: str) -> str:
    """Give the one form of a passphrase, whichever keyboard typed it."""
    return unicodedata.normalize("NFKC", passphrase)


def check_passphrase(passphrase: str, owner: Owner) -> None:
    """Refuse what is too short or soon guessed.

    Raises:
        VaultError: ``passphrase_too_short`` with the ``minimum``, or ``passphrase_guessable``.
    """
    text = normal(passphrase)
    if len(text) < MINIMUM_LENGTH:
        raise VaultError("passphrase_too_short", minimum=MINIMUM_LENGTH)
    left = text.casefold()
    for word in sorted({*_TRIED_FIRST, *_words_of(owner)}, key=len, reverse=True):
        left = left.replace(word, "")
    if len({letter for letter in _without_runs(left) if letter.isalnum()}) < MINIMUM_VARIETY:
        raise VaultError("passphrase_guessable")


def _words_of(owner: Owner) -> set[str]:
    text = " ".join((owner.user, owner.name, owner.organisation, owner.server))
    return {word for word in re.split(r"\W+|_", text.casefold()) if len(word) > 2}


def _without_runs(text: str) -> str:
    """Leave out what follows its neighbour as in ``aaa``, ``abc`` or ``321``."""
    kept = text[:1]
    for before, letter in pairwise(text):
        if abs(ord(letter) - ord(before)) > 1:
            kept += letter
    return kept
