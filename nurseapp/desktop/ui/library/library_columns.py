"""The columns of the library: handouts, and the register of forms."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.ui.library.library_words import (
    age_words,
    grade_words,
    reviewed_face,
    topic_words,
)
from nurseapp.desktop.ui.widgets.columns import Column, Emphasis
from nurseapp.desktop.ui.wording.people import language_words
from nurseapp.domain.form import Form
from nurseapp.domain.handout import Handout

translate = QCoreApplication.translate


def handout_columns() -> tuple[Column[Handout], ...]:
    """Build the columns of handouts; grade is the measured reading grade."""
    return (
        Column(
            name="title",
            title=translate("library", "Title"),
            words=lambda handout: handout.title,
            emphasis=Emphasis.STRONG,
            width=230,
            grows=True,
        ),
        Column(
            name="topic",
            title=translate("library", "Topic"),
            words=topic_words,
            emphasis=Emphasis.DIM,
            width=110,
            may_hide=True,
        ),
        Column(
            name="language",
            title=translate("library", "Language"),
            words=lambda handout: language_words(handout.language, interpreter=False),
            width=100,
        ),
        Column(
            name="grade",
            title=translate("library", "Grade"),
            words=grade_words,
            width=70,
            numeric=True,
        ),
        Column(
            name="reviewed",
            title=translate("library", "Reviewed"),
            chips=lambda handout: (reviewed_face(handout.reviewed),),
            width=185,
        ),
    )


def form_columns() -> tuple[Column[Form], ...]:
    """Build the columns of the register of forms."""
    return (
        Column(
            name="short",
            title=translate("library", "Form"),
            words=lambda form: form.short,
            emphasis=Emphasis.STRONG,
            width=100,
        ),
        Column(
            name="title",
            title=translate("library", "Title"),
            words=lambda form: form.title,
            width=200,
            grows=True,
            may_hide=True,
        ),
        Column(
            name="version",
            title=translate("library", "Version"),
            words=lambda form: form.version,
            width=80,
            numeric=True,
        ),
        Column(name="age", title=translate("library", "For"), words=age_words, width=140),
        Column(
            name="licence",
            title=translate("library", "Licence"),
            words=lambda form: form.licence,
            emphasis=Emphasis.DIM,
            width=190,
            may_hide=True,
        ),
        Column(
            name="source",
            title=translate("library", "Source"),
            words=lambda form: form.source,
            emphasis=Emphasis.DIM,
            width=190,
            may_hide=True,
        ),
    )
