"""What can be the matter with the vault and the store in it, in words."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.ui.wording.told import Told


def vault_words() -> Mapping[str, Told]:
    """Word the circumstances of vault, key file and keyring, by their codes."""
    return {**_of_the_vault(), **_of_the_key(), **_of_its_age()}


def _of_the_vault() -> Mapping[str, Told]:
    administrator = QCoreApplication.translate("circumstances", "Tell your administrator.")
    untouched = QCoreApplication.translate("circumstances", "What waits to sync was not touched.")
    return {
        "cache_unreachable": Told(
            happened=QCoreApplication.translate(
                "circumstances", "The store here may not be opened or written."
            ),
            safe=untouched,
            step=administrator,
        ),
        "unsafe_engine": Told(
            happened=QCoreApplication.translate(
                "circumstances", "This nurseapp cannot encrypt what it stores."
            ),
            safe=untouched,
            step=QCoreApplication.translate("circumstances", "Install nurseapp again."),
        ),
        "cache_damaged": Told(
            happened=QCoreApplication.translate("circumstances", "The store here is damaged."),
            safe=untouched,
            step=administrator,
        ),
        "not_encrypted": Told(
            happened=QCoreApplication.translate("circumstances", "The store is not encrypted."),
            safe=QCoreApplication.translate("circumstances", "It was not opened."),
            step=administrator,
        ),
        "newer_schema": Told(
            happened=QCoreApplication.translate(
                "circumstances", "The store was written by a newer nurseapp."
            ),
            safe=untouched,
            step=QCoreApplication.translate("circumstances", "Update nurseapp."),
        ),
    }


def _of_its_age() -> Mapping[str, Told]:
    kept = QCoreApplication.translate("circumstances", "Everything you wrote is on this computer.")
    untouched = QCoreApplication.translate("circumstances", "What waits to sync was not touched.")
    step = QCoreApplication.translate(
        "circumstances", "Connect to the network and unlock again, with your password too."
    )
    return {
        "older_header": Told(
            happened=QCoreApplication.translate(
                "circumstances", "An older key file was put in the place of the newest."
            ),
            safe=QCoreApplication.translate("circumstances", "It was not opened."),
            step=QCoreApplication.translate("circumstances", "Tell your administrator."),
        ),
        "older_copy": Told(
            happened=QCoreApplication.translate(
                "circumstances", "An older copy of the store was put in the place of the newest."
            ),
            safe=untouched,
            step=QCoreApplication.translate(
                "circumstances", "Unlock again to go on with it; the next sync fetches the rest."
            ),
        ),
        "lease_over": Told(
            happened=QCoreApplication.translate(
                "circumstances", "This computer has not met the server for too long."
            ),
            safe=kept,
            step=step,
        ),
        "clock_back": Told(
            happened=QCoreApplication.translate(
                "circumstances", "The clock of this computer was set back."
            ),
            safe=kept,
            step=step,
        ),
    }


def _of_the_key() -> Mapping[str, Told]:
    untouched = QCoreApplication.translate("circumstances", "What waits to sync was not touched.")
    return {
        "vault_damaged": Told(
            happened=QCoreApplication.translate("circumstances", "The key file is damaged."),
            safe=untouched,
            step=QCoreApplication.translate("circumstances", "Set this computer up again."),
        ),
        "keyring_missing": Told(
            happened=QCoreApplication.translate(
                "circumstances", "The keyring of this computer cannot be reached."
            ),
            safe=untouched,
            step=QCoreApplication.translate("circumstances", "Unlock the keyring, then try again."),
        ),
        "secret_missing": Told(
            happened=QCoreApplication.translate(
                "circumstances", "The keyring of this account has no key for this store."
            ),
            safe=untouched,
            step=QCoreApplication.translate(
                "circumstances",
                "Use the account that it was set up in, or set this computer up again.",
            ),
        ),
        "no_vault": Told(
            happened=QCoreApplication.translate(
                "circumstances", "Nobody of this name has signed in on this computer."
            ),
            safe="",
            step=QCoreApplication.translate("circumstances", "Sign in online once."),
        ),
        "exists": Told(
            happened=QCoreApplication.translate(
                "circumstances", "This person has signed in on this computer before."
            ),
            safe="",
            step=QCoreApplication.translate("circumstances", "Unlock instead."),
        ),
    }
