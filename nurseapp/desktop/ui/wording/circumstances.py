"""Circumstances in three sentences: what happened, what is safe, the next step."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.desktop.ui.wording.told import Told
from nurseapp.desktop.ui.wording.vault_circumstances import vault_words
from nurseapp.domain.circumstance import Circumstance


def circumstance_words(circumstance: Circumstance) -> Told:
    """Word a circumstance; a code that has no words yet is named, never hidden."""
    known = {
        **_of_the_network(),
        **_of_the_server(),
        **_of_its_word(),
        **_of_parts(),
        **_of_signing_in(),
        **_of_the_second_factor(),
        **_of_the_provider(),
        **_of_the_browser(),
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
    return Told(happened=filled(happened, circumstance.code), safe=_kept(), step=_again())


def _kept() -> str:
    return QCoreApplication.translate("circumstances", "Everything you wrote is on this computer.")


def _again() -> str:
    return QCoreApplication.translate("circumstances", "Try again; then tell your administrator.")


def _of_the_network() -> Mapping[str, Told]:
    return {
        "offline": Told(
            happened=QCoreApplication.translate("circumstances", "There is no connection."),
            safe=_kept(),
            step=QCoreApplication.translate("circumstances", "It syncs when you are back online."),
        ),
        "unknown_server": Told(
            happened=QCoreApplication.translate("circumstances", "The server was not found."),
            safe=_kept(),
            step=QCoreApplication.translate("circumstances", "Check the server's address."),
        ),
        "plain_line": Told(
            happened=QCoreApplication.translate(
                "circumstances", "The line to this server would not be encrypted."
            ),
            safe=_kept(),
            step=QCoreApplication.translate(
                "circumstances", "Its address must begin with https. Ask your administrator."
            ),
        ),
        "not_our_server": Told(
            happened=QCoreApplication.translate(
                "circumstances", "Something else answered instead of the server."
            ),
            safe=_kept(),
            step=QCoreApplication.translate(
                "circumstances", "Sign in to this network in a browser, then sync again."
            ),
        ),
        "clock_off": Told(
            happened=QCoreApplication.translate(
                "circumstances", "The clock of this computer differs from the server's."
            ),
            safe=_kept(),
            step=QCoreApplication.translate("circumstances", "Set date and time, then sync again."),
        ),
    }


def _of_the_server() -> Mapping[str, Told]:
    return {
        "server_busy": Told(
            happened=QCoreApplication.translate("circumstances", "The server is busy."),
            safe=_kept(),
            step=QCoreApplication.translate("circumstances", "It is tried again by itself."),
        ),
        "server_failed": Told(
            happened=QCoreApplication.translate("circumstances", "The server has a problem."),
            safe=_kept(),
            step=_again(),
        ),
        "other_version": Told(
            happened=QCoreApplication.translate(
                "circumstances", "The server speaks another version."
            ),
            safe=_kept(),
            step=QCoreApplication.translate("circumstances", "Update nurseapp, then sync."),
        ),
        "other_epoch": Told(
            happened=QCoreApplication.translate(
                "circumstances", "The server was restored from a copy."
            ),
            safe=_kept(),
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
            safe=_kept(),
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
            safe=_kept(),
            step=_again(),
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
            safe=_kept(),
            step=QCoreApplication.translate("circumstances", "Tell your administrator."),
        ),
        "other_server_key": Told(
            happened=QCoreApplication.translate(
                "circumstances", "This is not the server that you signed in to first."
            ),
            safe=_kept(),
            step=QCoreApplication.translate("circumstances", "Tell your administrator."),
        ),
    }


def _of_signing_in() -> Mapping[str, Told]:
    return {
        "wrong_credentials": Told(
            happened=QCoreApplication.translate(
                "circumstances", "Name and password do not belong together."
            ),
            safe="",
            step=QCoreApplication.translate("circumstances", "Type them again."),
        ),
        "too_many_tries": Told(
            happened=QCoreApplication.translate("circumstances", "Signing in failed too often."),
            safe=_kept(),
            step=QCoreApplication.translate(
                "circumstances", "Wait a quarter of an hour, then try again."
            ),
        ),
        "device_ended": Told(
            happened=QCoreApplication.translate(
                "circumstances", "An administrator has cut this computer off."
            ),
            safe=_kept(),
            step=QCoreApplication.translate(
                "circumstances", "Ask your administrator to let you set up a computer again."
            ),
        ),
        "too_many_computers": Told(
            happened=QCoreApplication.translate("circumstances", "You have too many computers."),
            safe=_kept(),
            step=QCoreApplication.translate("circumstances", "Ask your administrator to end one."),
        ),
        "not_signed_in": Told(
            happened=QCoreApplication.translate("circumstances", "You are signed out."),
            safe=_kept(),
            step=QCoreApplication.translate("circumstances", "Sign in again."),
        ),
    }


def _of_the_second_factor() -> Mapping[str, Told]:
    return {
        "code_needed": Told(
            happened=QCoreApplication.translate("circumstances", "A code is needed too."),
            safe="",
            step=QCoreApplication.translate(
                "circumstances", "Type the one that your authenticator app shows."
            ),
        ),
        "wrong_code": Told(
            happened=QCoreApplication.translate(
                "circumstances", "That is not the code, or it was used before."
            ),
            safe="",
            step=QCoreApplication.translate(
                "circumstances", "Wait for the next one, or type a recovery code."
            ),
        ),
        "second_factor_missing": Told(
            happened=QCoreApplication.translate(
                "circumstances", "In your role nobody signs in without a second factor."
            ),
            safe="",
            step=QCoreApplication.translate("circumstances", "Ask your administrator for one."),
        ),
    }


def _of_the_provider() -> Mapping[str, Told]:
    return {
        "no_provider": Told(
            happened=QCoreApplication.translate(
                "circumstances", "Nobody signs in with the browser at this server."
            ),
            safe="",
            step=QCoreApplication.translate("circumstances", "Sign in with your password."),
        ),
        "provider_unavailable": Told(
            happened=QCoreApplication.translate(
                "circumstances", "The sign-in of your organisation does not answer."
            ),
            safe=_kept(),
            step=_again(),
        ),
        "not_identified": Told(
            happened=QCoreApplication.translate(
                "circumstances", "Your organisation did not say who you are."
            ),
            safe="",
            step=QCoreApplication.translate("circumstances", "Begin again."),
        ),
        "not_linked": Told(
            happened=QCoreApplication.translate(
                "circumstances", "Nobody here is linked with this account."
            ),
            safe="",
            step=QCoreApplication.translate("circumstances", "Ask your administrator to link it."),
        ),
    }


def _of_the_browser() -> Mapping[str, Told]:
    return {
        "other_person": Told(
            happened=QCoreApplication.translate(
                "circumstances", "The browser signed in somebody else."
            ),
            safe=_kept(),
            step=QCoreApplication.translate(
                "circumstances", "Sign out there, then begin again with your own account."
            ),
        ),
        "no_browser": Told(
            happened=QCoreApplication.translate("circumstances", "No browser could be opened."),
            safe=_kept(),
            step=QCoreApplication.translate(
                "circumstances", "Sign in with your password, or tell your administrator."
            ),
        ),
        "not_come_back": Told(
            happened=QCoreApplication.translate(
                "circumstances", "The browser did not come back with an answer."
            ),
            safe="",
            step=QCoreApplication.translate("circumstances", "Begin again."),
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
            safe=_kept(),
            step=_again(),
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
            step=_again(),
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
            safe=_kept(),
            step=QCoreApplication.translate("circumstances", "Copy it to this computer first."),
        ),
    }
