"""How the library says what handouts and forms are. Their own wording never passes through here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.wording.days import date_words
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.desktop.ui.wording.people import language_words
from nurseapp.domain.form import Form
from nurseapp.domain.handout import Handout


def topic_words(handout: Handout) -> str:
    """Name the topic; it is the folder's own word."""
    return handout.topic.replace("-", " ").capitalize()


def grade_words(handout: Handout) -> str:
    """Say the measured reading grade, where a formula fits the language."""
    return "—" if handout.grade is None else f"{handout.grade:.1f}"


def age_words(form: Form) -> str:
    """Say from which age the form may be asked."""
    return filled(QCoreApplication.translate("library", "%1 and older"), form.minimum_age)


def reviewed_face(reviewed: str) -> ChipFace:
    """Say when clinicians reviewed it, or that nobody has yet."""
    try:
        day = date.fromisoformat(reviewed)
    except ValueError:
        words = QCoreApplication.translate("library", "Not reviewed yet")
        return ChipFace(kind=ChipKind.DUE, words=words)
    return ChipFace(kind=ChipKind.ON_TIME, words=date_words(day))


def handout_lines(handout: Handout) -> Mapping[str, str]:
    """Say everything about a handout but its text, by heading."""
    return {
        QCoreApplication.translate("library", "Reviewed"): reviewed_face(handout.reviewed).words,
        QCoreApplication.translate("library", "Version"): handout.version,
        QCoreApplication.translate("library", "Licence"): handout.licence,
        QCoreApplication.translate("library", "Sources"): "\n".join(handout.sources),
    }


def form_lines(form: Form) -> Mapping[str, str]:
    """Say everything about a form but its questions, by heading; licence and sources in full."""
    named = _names_of_sources()
    lines = {
        QCoreApplication.translate("library", "Title"): form.title,
        QCoreApplication.translate("library", "Version"): form.version,
        QCoreApplication.translate("library", "Language"): language_words(
            form.language, interpreter=False
        ),
        QCoreApplication.translate("library", "For"): age_words(form),
        QCoreApplication.translate("library", "Questions"): str(len(form.items)),
        QCoreApplication.translate("library", "Licence"): form.licence,
        QCoreApplication.translate("library", "Source"): form.source,
    }
    for name, source in form.policy.sources.items():
        lines[named.get(name, name.replace("_", " ").capitalize())] = source
    lines[QCoreApplication.translate("library", "Checked")] = reviewed_face(form.reviewed).words
    return lines


def _names_of_sources() -> Mapping[str, str]:
    return {
        "bands": QCoreApplication.translate("library", "Bands from"),
        "positive_at": QCoreApplication.translate("library", "Cut-off from"),
        "action_at": QCoreApplication.translate("library", "Action from"),
        "safety_items": QCoreApplication.translate("library", "Safety"),
        "minimum_age": QCoreApplication.translate("library", "Minimum age"),
        "follow_up": QCoreApplication.translate("library", "Follow-up"),
    }
