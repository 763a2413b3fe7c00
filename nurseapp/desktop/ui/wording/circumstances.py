"""Circumstances in three sentences: what happened, what is safe, the next step."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.desktop.ui.wording.sign_in_circumstances import sign_in_words
from nurseapp.desktop.ui.wording.told import Told, again, kept
from nurseapp.desktop.ui.wording.vault_circumstances import vault_words
from nurseapp.domain.circumstance import Circumstance


def circumstance_words(circumstance: Circumstance) -> Told:
    """Word a circumstance; a code that has no words yet is named, never hidden."""
    known = {
        **_of_the_network(),
        **_of_the_server(),
        **_of_its_word(),
        **_of_parts(),
        **sign_in_words(),
        **_of_the_person(),
        **_of_the_program(),
        **_of_the_disk(),
        **_of_documents(),
        **vault_words(),
    }
    told = known.get(circumstance.code)
    if told is not None:
        return told
    happened = QCoreApplication.translate("circumstances", "That did not work (%1).")
    return Told(happened=filled(happened, circumstance.code), safe=kept(), step=again())


def _of_the_network() -> Mapping[str, Told]:
    return {
        "offline": Told(
            happened=QCoreApplication.translate("circumstances", "There is no connection."),
            safe=kept(),
            step=QCoreApplication.translate("circumstances", "It syncs when you are back online."),
        ),
        "unknown_server": Told(
            happened=QCoreApplication.translate("circumstances", "The server was not found."),
            safe=kept(),
            step=QCoreApplication.translate("circumstances", "Check the server's address."),
        ),
        "plain_line": Told(
            happened=QCoreApplication.translate(
                "circumstances", "The line to this server would not be encrypted."
            ),
            safe=kept(),
            step=QCoreApplication.translate(
                "circumstances", "Its address must begin with https. Ask your administrator."
            ),
        ),
        "not_our_server": Told(
            happened=QCoreApplication.translate(
                "circumstances", "Something else answered instead of the server."
            ),
            safe=kept(),
            step=QCoreApplication.translate(
                "circumstances", "Sign in to this network in a browser, then sync again."
            ),
        ),
        "clock_off": Told(
            happened=QCoreApplication.translate(
                "circumstances", "The clock of this computer differs from the server's."
            ),
            safe=kept(),
            step=QCoreApplication.translate("circumstances", "Set date and time, then sync again."),
        ),
    }


def _of_the_server() -> Mapping[str, Told]:
    return {
        "server_busy": Told(
            happened=QCoreApplication.translate("circumstances", "The server is busy."),
            safe=kept(),
            step=QCoreApplication.translate("circumstances", "It is tried again by itself."),
        ),
        "server_failed": Told(
            happened=QCoreApplication.translate("circumstances", "The server has a problem."),
            safe=kept(),
            step=again(),
        ),
        "other_version": Told(
            happened=QCoreApplication.translate(
                "circumstances", "The server speaks another version."
            ),
            safe=kept(),
            step=QCoreApplication.translate("circumstances", "Update nurseapp, then sync."),
        ),
        "other_epoch": Told(
            happened=QCoreApplication.translate(
                "circumstances", "The server was restored from a copy."
            ),
            safe=kept(),
            step=QCoreApplication.translate("circumstances", "The next sync sends it again."),
        ),
    }


def _of_parts() -> Mapping[str, Told]:
    return {
        "not_taken_back": Told(
            happened=QCoreApplication.translate(
                "circumstances", "The restored server did not take back all that it had before."
            ),
            safe=QCoreApplication.translate("circumstances", "It stays here, sealed, for now."),
            step=QCoreApplication.translate("circumstances", "Tell your administrator."),
        ),
        "streams_left": Told(
            happened=QCoreApplication.translate(
                "circumstances", "Some parts of your cases could not be synced."
            ),
            safe=kept(),
            step=QCoreApplication.translate(
                "circumstances", "It is tried again with each sync. Tell your administrator."
            ),
        ),
    }


def _of_its_word() -> Mapping[str, Told]:
    return {
        "bad_receipt": Told(
            happened=QCoreApplication.translate(
                "circumstances", "The server did not prove that it kept what was sent."
            ),
            safe=kept(),
            step=again(),
        ),
        "revocations_held": Told(
            happened=QCoreApplication.translate(
                "circumstances", "The server takes many cases back at once."
            ),
            safe=QCoreApplication.translate(
                "circumstances", "They stay on this computer until you agree."
            ),
            step=QCoreApplication.translate(
                "circumstances", "Ask your supervisor whether that is right."
            ),
        ),
        "server_behind": Told(
            happened=QCoreApplication.translate(
                "circumstances", "The server has older entries than this computer in some cases."
            ),
            safe=kept(),
            step=QCoreApplication.translate("circumstances", "Tell your administrator."),
        ),
        "other_server_key": Told(
            happened=QCoreApplication.translate(
                "circumstances", "This is not the server that you signed in to first."
            ),
            safe=kept(),
            step=QCoreApplication.translate("circumstances", "Tell your administrator."),
        ),
    }


def _of_the_person() -> Mapping[str, Told]:
    return {
        "wrong_passphrase": Told(
            happened=QCoreApplication.translate("circumstances", "That is not the passphrase."),
            safe="",
            step=QCoreApplication.translate("circumstances", "Type it again."),
        ),
        "wrong_secret": Told(
            happened=QCoreApplication.translate(
                "circumstances", "That is not what you signed in with."
            ),
            safe="",
            step=QCoreApplication.translate("circumstances", "Type it again."),
        ),
        "pin_too_short": Told(
            happened=QCoreApplication.translate("circumstances", "The PIN is too short."),
            safe="",
            step=QCoreApplication.translate("circumstances", "Choose a longer one."),
        ),
        "passphrase_too_short": Told(
            happened=QCoreApplication.translate("circumstances", "The passphrase is too short."),
            safe="",
            step=QCoreApplication.translate("circumstances", "Choose a longer one."),
        ),
        "passphrase_guessable": Told(
            happened=QCoreApplication.translate(
                "circumstances", "This passphrase would be among the first to be tried."
            ),
            safe="",
            step=QCoreApplication.translate(
                "circumstances", "Choose one without your name, rows of keys and repetitions."
            ),
        ),
        "other_user": Told(
            happened=QCoreApplication.translate(
                "circumstances", "This store belongs to somebody else."
            ),
            safe=QCoreApplication.translate("circumstances", "Nothing of theirs was touched."),
            step=QCoreApplication.translate("circumstances", "Sign in again."),
        ),
    }


def _of_the_program() -> Mapping[str, Told]:
    return {
        "bug": Told(
            happened=QCoreApplication.translate("circumstances", "nurseapp made a mistake."),
            safe=kept(),
            step=again(),
        ),
    }


def _of_the_disk() -> Mapping[str, Told]:
    before = QCoreApplication.translate(
        "circumstances", "The last words were not saved; everything before them was."
    )
    return {
        "disk_full": Told(
            happened=QCoreApplication.translate("circumstances", "The disk of this PC is full."),
            safe=before,
            step=QCoreApplication.translate("circumstances", "Make room, then save again."),
        ),
        "disk_failed": Told(
            happened=QCoreApplication.translate("circumstances", "The disk could not be written."),
            safe=before,
            step=again(),
        ),
        "cache_busy": Told(
            happened=QCoreApplication.translate(
                "circumstances", "Another program holds the store on this computer."
            ),
            safe=before,
            step=QCoreApplication.translate("circumstances", "Close the other nurseapp first."),
        ),
    }


def _of_documents() -> Mapping[str, Told]:
    return {
        "document_damaged": Told(
            happened=QCoreApplication.translate("circumstances", "The copy here is damaged."),
            safe="",
            step=QCoreApplication.translate(
                "circumstances", "It is fetched again; if it was never sent, attach it again."
            ),
        ),
        "document_unreadable": Told(
            happened=QCoreApplication.translate("circumstances", "This cannot be shown here."),
            safe=QCoreApplication.translate("circumstances", "It is kept as it was attached."),
            step=QCoreApplication.translate("circumstances", "Scan it again without a password."),
        ),
        "file_unreadable": Told(
            happened=QCoreApplication.translate("circumstances", "This file cannot be read."),
            safe=kept(),
            step=QCoreApplication.translate("circumstances", "Copy it to this computer first."),
        ),
    }
