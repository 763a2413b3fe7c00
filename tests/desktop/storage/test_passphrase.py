"""Which passphrases are let in: long, and not the first that anybody would try."""

from __future__ import annotations

import pytest

from nurseapp.desktop.storage.circumstances import VaultError
from nurseapp.desktop.storage.passphrase import check_passphrase
from tests.desktop.storage.test_vault import ANA


@pytest.mark.parametrize(
    "passphrase",
    [
        "correct horse battery staple",
        "canção de ninar à noite",
        "Ana's horse eats no battery",
        "vier leise reiher im teich",
    ],
)
def test_a_few_words_of_ones_own_are_let_in(passphrase: str) -> None:
    check_passphrase(passphrase, ANA)


@pytest.mark.parametrize(
    "passphrase",
    [
        "aaaaaaaaaaaaaaaaaaaa",
        "1234567890123456",
        "abcdefghijklmnopqrstuvwxyz",
        "passwordpassword1",
        "Nurse.Ana Nurse.Ana 2026",
        "ana souza st. brigid!",
        "qwertyuiopasdfghjkl",
    ],
)
def test_what_is_tried_first_is_refused(passphrase: str) -> None:
    with pytest.raises(VaultError) as caught:
        check_passphrase(passphrase, ANA)
    assert caught.value.code == "passphrase_guessable"
