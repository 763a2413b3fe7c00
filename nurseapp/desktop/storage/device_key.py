"""The computer's signing key, kept by the keyring for each vault.

It proves later that something was done here, by somebody who had signed in. Called by services
when a vault is made or opened.
"""

from __future__ import annotations

from collections.abc import Callable

from nurseapp.desktop.storage.keyring_choice import Keyring
from nurseapp.desktop.storage.sealing import KEY_BYTES, DeviceKey
from nurseapp.desktop.storage.vault import DataKey, signing_item
from nurseapp.desktop.storage.vault_header import Owner


def keep_device_key(keyring: Keyring, owner: Owner, vault: DataKey, key: DeviceKey) -> None:
    """Keep the key of a vault that was just made."""
    keyring.keep(signing_item(owner, vault.vault), key.private)


def device_key(
    keyring: Keyring, owner: Owner, vault: DataKey, random: Callable[[int], bytes]
) -> DeviceKey:
    """Give the key of a vault; one that has none yet gets it, and shows it at the next sign-in."""
    private = keyring.read(signing_item(owner, vault.vault))
    if private is None:
        key = DeviceKey(owner.device, random(KEY_BYTES))
        keep_device_key(keyring, owner, vault, key)
        return key
    return DeviceKey(owner.device, private)
