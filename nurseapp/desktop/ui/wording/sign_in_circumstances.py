"""Why somebody could not sign in, in words: passwords, codes, the browser and the computer."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.ui.wording.told import Told, again, kept


def sign_in_words() -> Mapping[str, Told]:
    """Word the circumstances of signing in, by their codes."""
    return {
        **_of_signing_in(),
        **_of_the_second_factor(),
        **_of_a_new_computer(),
        **_of_the_provider(),
        **_of_the_browser(),
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
            safe=kept(),
            step=QCoreApplication.translate(
                "circumstances", "Wait a quarter of an hour, then try again."
            ),
        ),
        "device_ended": Told(
            happened=QCoreApplication.translate(
                "circumstances", "An administrator has cut this computer off."
            ),
            safe=kept(),
            step=QCoreApplication.translate(
                "circumstances", "Ask your administrator to let you set up a computer again."
            ),
        ),
        "too_many_computers": Told(
            happened=QCoreApplication.translate("circumstances", "You have too many computers."),
            safe=kept(),
            step=QCoreApplication.translate("circumstances", "Ask your administrator to end one."),
        ),
        "not_signed_in": Told(
            happened=QCoreApplication.translate("circumstances", "You are signed out."),
            safe=kept(),
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


def _of_a_new_computer() -> Mapping[str, Told]:
    return {
        "enrolment_needed": Told(
            happened=QCoreApplication.translate(
                "circumstances",
                "This computer is new to your account. It takes an enrolment code.",
            ),
            safe="",
            step=QCoreApplication.translate(
                "circumstances", "Your supervisor or your administrator gives you one."
            ),
        ),
        "wrong_enrolment": Told(
            happened=QCoreApplication.translate(
                "circumstances", "This enrolment code does not let you in."
            ),
            safe="",
            step=QCoreApplication.translate(
                "circumstances",
                "Type it again as it was given to you. It is good once and for a short time: ask "
                "for a new one where it is over.",
            ),
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
            safe=kept(),
            step=again(),
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
            safe=kept(),
            step=QCoreApplication.translate(
                "circumstances", "Sign out there, then begin again with your own account."
            ),
        ),
        "no_browser": Told(
            happened=QCoreApplication.translate("circumstances", "No browser could be opened."),
            safe=kept(),
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
