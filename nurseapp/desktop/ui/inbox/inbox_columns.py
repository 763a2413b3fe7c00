"""The columns of the inbox."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, tzinfo

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.ui.caseload.line_words import list_name
from nurseapp.desktop.ui.inbox.inbox_lines import InboxLine
from nurseapp.desktop.ui.inbox.value_words import what_words
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.widgets.columns import Column, Emphasis
from nurseapp.desktop.ui.wording.days import moment_words

translate = QCoreApplication.translate


def inbox_columns(today: Callable[[], date], zone: tzinfo) -> tuple[Column[InboxLine], ...]:
    """Build the columns; times are of this desk's zone."""
    return (
        Column(name="kind", title=translate("inbox", "Kind"), chips=_kind, width=130),
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
            words=lambda line: line.conflict.by_name if line.conflict else "—",
            width=190,
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
    return (ChipFace(kind=ChipKind.DUE, words=translate("inbox", "Conflict")),)


def _what(line: InboxLine) -> str:
    if line.conflict is None:
        return translate("inbox", "Safety questions are not finished")
    return what_words(line.conflict.conflict)
