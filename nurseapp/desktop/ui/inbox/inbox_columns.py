"""The columns of the inbox."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, tzinfo

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.ui.caseload.line_words import NOTHING, list_name
from nurseapp.desktop.ui.inbox.inbox_lines import InboxLine
from nurseapp.desktop.ui.inbox.value_words import author_words, what_words
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.widgets.columns import Column, Emphasis
from nurseapp.desktop.ui.wording.days import moment_words
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.desktop.ui.wording.people import SEPARATOR

translate = QCoreApplication.translate


def inbox_columns(today: Callable[[], date], zone: tzinfo) -> tuple[Column[InboxLine], ...]:
    """Build the columns; times are of this desk's zone."""
    return (
        Column(name="kind", title=translate("inbox", "Kind"), chips=_kind, width=200),
        Column(
            name="member",
            title=translate("inbox", "Member"),
            words=lambda line: list_name(line.row),
            emphasis=Emphasis.STRONG,
            width=200,
        ),
        Column(name="what", title=translate("inbox", "What"), words=_what, width=260, grows=True),
        Column(
            name="by",
            title=translate("inbox", "Wanted by"),
            words=lambda line: author_words(line.conflict) if line.conflict else NOTHING,
            width=150,
        ),
        Column(
            name="since",
            title=translate("inbox", "Since"),
            words=lambda line: moment_words(line.since, today(), zone),
            emphasis=Emphasis.DIM,
            width=160,
        ),
    )


def _kind(line: InboxLine) -> tuple[ChipFace, ...]:
    if line.conflict is None:
        return (ChipFace(kind=ChipKind.SAFETY, words=translate("inbox", "Safety")),)
    if not line.conflict.is_unsettled_too_long:
        return (ChipFace(kind=ChipKind.DUE, words=translate("inbox", "Conflict")),)
    days = line.conflict.age.days
    one = translate("inbox", "Conflict, 1 day old")
    words = one if days == 1 else filled(translate("inbox", "Conflict, %1 days old"), days)
    return (ChipFace(kind=ChipKind.OVERDUE, words=words),)


def _what(line: InboxLine) -> str:
    if line.conflict is None:
        return translate("inbox", "Safety questions are not finished")
    parts = (what_words(line.conflict.conflict), line.conflict.title)
    return SEPARATOR.join(part for part in parts if part)
