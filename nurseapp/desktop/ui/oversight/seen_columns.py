"""The columns of who has seen a member."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, tzinfo

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.services.auditing import SeenBy
from nurseapp.desktop.ui.sync.event_words import event_words
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.widgets.columns import Column, Emphasis
from nurseapp.desktop.ui.wording.days import moment_words, time_words
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.desktop.ui.wording.people import SEPARATOR
from nurseapp.desktop.ui.wording.seen import (
    DEVICE_LETTERS,
    act_words,
    role_words,
    subject_words,
    times_words,
    why_words,
)

translate = QCoreApplication.translate
_GLASS = ("break-glass", "emergency-read")


def seen_columns(today: Callable[[], date], zone: tzinfo) -> tuple[Column[SeenBy], ...]:
    """Build the columns; times are of this desk's zone."""
    return (
        Column(
            name="when",
            title=translate("seen", "When"),
            words=lambda entry: _when(entry, today(), zone),
            emphasis=Emphasis.DIM,
            width=180,
        ),
        Column(
            name="who",
            title=translate("seen", "Who"),
            words=lambda entry: SEPARATOR.join(filter(None, (entry.name, role_words(entry.roles)))),
            emphasis=Emphasis.STRONG,
            width=210,
        ),
        Column(name="act", title=translate("seen", "Act"), words=_act, chips=_chips, width=290),
        Column(name="what", title=translate("seen", "Of what"), words=subject_words, width=140),
        Column(name="why", title=translate("seen", "Why"), words=why_words, width=220, grows=True),
        Column(
            name="device",
            title=translate("seen", "Computer"),
            words=lambda entry: entry.device[:DEVICE_LETTERS],
            emphasis=Emphasis.DIM,
            width=100,
            may_hide=True,
        ),
    )


def _when(entry: SeenBy, today: date, zone: tzinfo) -> str:
    """Say when it was done; of what was told later, that it was."""
    if entry.acted_at is not None:
        return moment_words(entry.acted_at, today, zone)
    last = moment_words(entry.at, today, zone)
    first = time_words(entry.first_at, zone)
    is_span = entry.times > 1 and first != time_words(entry.at, zone)
    return filled(translate("seen", "%1, from %2"), last, first) if is_span else last


def _act(entry: SeenBy) -> str:
    words = event_words(entry.event) if entry.event else act_words(entry.action)
    denied = translate("seen", "refused") if entry.is_denied else ""
    return SEPARATOR.join(filter(None, (words, denied, times_words(entry.times))))


def _chips(entry: SeenBy) -> tuple[ChipFace, ...]:
    if entry.action not in _GLASS and not entry.is_denied:
        return ()
    kind = ChipKind.OVERDUE if entry.action in _GLASS else ChipKind.DUE
    return (ChipFace(kind=kind, words=_act(entry)),)
