"""The columns of what waits to sync."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, tzinfo

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.services.syncing import Waiting
from nurseapp.desktop.ui.sync.event_words import event_words
from nurseapp.desktop.ui.sync.reason_words import reason_words
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.widgets.columns import Column, Emphasis
from nurseapp.desktop.ui.wording.days import moment_words

translate = QCoreApplication.translate


def waiting_columns(today: Callable[[], date], zone: tzinfo) -> tuple[Column[Waiting], ...]:
    """Build the columns; times are of this desk's zone."""
    return (
        Column(
            name="what",
            title=translate("sync", "What"),
            words=lambda entry: event_words(entry.kind),
            emphasis=Emphasis.STRONG,
            width=230,
        ),
        Column(
            name="who",
            title=translate("sync", "Member"),
            words=lambda entry: entry.member or "—",
            width=190,
        ),
        Column(
            name="at",
            title=translate("sync", "Written"),
            words=lambda entry: moment_words(entry.at, today(), zone),
            emphasis=Emphasis.DIM,
            width=140,
        ),
        Column(name="state", title=translate("sync", "State"), chips=_state, width=190),
        Column(name="why", title=translate("sync", "Why"), words=_why, width=260, grows=True),
    )


def _state(entry: Waiting) -> tuple[ChipFace, ...]:
    if entry.refused_for is not None:
        return (ChipFace(kind=ChipKind.OVERDUE, words=translate("sync", "Refused")),)
    if entry.is_sent:
        return (ChipFace(kind=ChipKind.ON_TIME, words=translate("sync", "On the server")),)
    return (ChipFace(kind=ChipKind.NEUTRAL, words=translate("sync", "Saved on this device")),)


def _why(entry: Waiting) -> str:
    return "" if entry.refused_for is None else reason_words(entry.refused_for)
