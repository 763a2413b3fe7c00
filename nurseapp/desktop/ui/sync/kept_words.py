"""What is on this computer, and what the end of the day leaves on it, in words."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import QCoreApplication, QLocale

from nurseapp.desktop.services.keeping import Kept
from nurseapp.desktop.services.syncing import SyncStatus
from nurseapp.desktop.ui.wording.days import date_words
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.desktop.ui.wording.people import SEPARATOR

_MB = 1_000_000


def kept_words(kept: Kept, zone: tzinfo) -> str:
    """Say how much is kept here, and since when; or that nothing is, and what that means."""
    if kept.is_nothing:
        return QCoreApplication.translate(
            "sync",
            "Several people share this computer, so it keeps nothing: what you see is gone when "
            "you leave. Cases cannot be prepared for a visit here; do that on a computer of your "
            "own.",
        )
    size = QLocale().toString(kept.size / _MB, "f", 1)
    parts = [filled(QCoreApplication.translate("sync", "%1 MB, encrypted"), size)]
    if kept.since is not None:
        since = QCoreApplication.translate("sync", "kept here since %1")
        parts.append(filled(since, date_words(kept.since.astimezone(zone).date())))
    return SEPARATOR.join(parts)


def cases_words(count: int, *, keeps_nothing: bool) -> str:
    """Say how many cases are here; where nothing is kept, that they are in memory alone."""
    if keeps_nothing:
        one = QCoreApplication.translate("sync", "1 case, held in memory until you leave")
        many = QCoreApplication.translate("sync", "%1 cases, held in memory until you leave")
    else:
        one = QCoreApplication.translate("sync", "1 case on this computer")
        many = QCoreApplication.translate("sync", "%1 cases on this computer")
    return one if count == 1 else filled(many, count)


def waiting_words(count: int) -> str:
    """Say how much waits."""
    if count == 0:
        return QCoreApplication.translate("sync", "nothing waits")
    one = QCoreApplication.translate("sync", "1 entry waits")
    return (
        one if count == 1 else filled(QCoreApplication.translate("sync", "%1 entries wait"), count)
    )


def refused_words(count: int) -> str:
    """Say how much the server refused."""
    return filled(QCoreApplication.translate("sync", "%1 refused by the server"), count)


def left_words(status: SyncStatus, *, keeps_nothing: bool = False) -> str:
    """Say what is here now; where something is kept, a day leaves that."""
    cases = cases_words(status.cases, keeps_nothing=keeps_nothing)
    parts = [cases, waiting_words(status.waiting)]
    if status.refused:
        parts.append(refused_words(status.refused))
    return SEPARATOR.join(parts)


def may_not_check_in_words(waiting: int) -> str:
    """Say why the day cannot be ended yet; nothing where it can."""
    if waiting == 0:
        return ""
    words = QCoreApplication.translate("sync", "Checking in has to wait: %1. Sync first.")
    return filled(words, waiting_words(waiting))
