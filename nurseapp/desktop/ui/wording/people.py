"""The member as the head of a case says it: name, age and sex, language, consent, allergies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QCoreApplication, QLocale

from nurseapp.desktop.ui.wording.days import date_words
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.domain.fact import Fact
from nurseapp.domain.member import Consent, ConsentAnswer, Member, Sex, age_on

CASE_MANAGEMENT = "case-management"
SEPARATOR = " · "


def name_words(family_name: str, given_name: str) -> str:
    """Say a name as every page of a case does: «MARQUEZ, Elena»."""
    return f"{family_name.upper()}, {given_name}" if given_name else family_name.upper()


def age_and_sex_words(birth_date: date | None, sex: Sex, today: date) -> str:
    """Say «61 F»; what is not known is left out."""
    letter = {
        Sex.FEMALE: QCoreApplication.translate("people", "F"),
        Sex.MALE: QCoreApplication.translate("people", "M"),
        Sex.UNKNOWN: "",
    }[sex]
    age = "" if birth_date is None else str(age_on(birth_date, today))
    return " ".join(part for part in (age, letter) if part)


def sex_words(sex: Sex) -> str:
    """Say a sex in full."""
    return {
        Sex.FEMALE: QCoreApplication.translate("people", "Female"),
        Sex.MALE: QCoreApplication.translate("people", "Male"),
        Sex.UNKNOWN: QCoreApplication.translate("people", "Not known"),
    }[sex]


def identity_words(member: Member, today: date) -> str:
    """Say age and sex, birth date and number: what tells two people of one name apart."""
    born = (
        QCoreApplication.translate("people", "birth date not known")
        if member.birth_date is None
        else date_words(member.birth_date)
    )
    number = filled(QCoreApplication.translate("people", "No. %1"), member.number)
    age = age_and_sex_words(member.birth_date, member.sex, today)
    return SEPARATOR.join(part for part in (age, born, number) if part)


def language_words(tag: str | None, *, interpreter: bool) -> str:
    """Say the language that the member prefers, and whether an interpreter is needed."""
    if tag is None:
        name = QCoreApplication.translate("people", "Language not known")
    else:
        language = QLocale(tag).language()
        known = language is not QLocale.Language.C
        name = QLocale.languageToString(language) if known else tag
    if not interpreter:
        return name
    return filled(QCoreApplication.translate("people", "%1, interpreter needed"), name)


def consent_words(consents: Iterable[Consent], today: date) -> str:
    """Say how consent to case management stands, from its newest answer."""
    asked = [consent for consent in consents if consent.to == CASE_MANAGEMENT]
    if not asked:
        return QCoreApplication.translate("people", "No consent recorded")
    newest = max(asked, key=lambda consent: (consent.at, consent.id))
    if newest.answer is ConsentAnswer.DECLINED:
        return QCoreApplication.translate("people", "Consent declined")
    if newest.answer is ConsentAnswer.WITHDRAWN:
        return QCoreApplication.translate("people", "Consent withdrawn")
    if newest.until is None:
        return QCoreApplication.translate("people", "Consent given")
    if newest.until < today:
        ended = QCoreApplication.translate("people", "Consent ended %1")
        return filled(ended, date_words(newest.until))
    return filled(QCoreApplication.translate("people", "Consent to %1"), date_words(newest.until))


def allergy_words(allergies: Iterable[Fact]) -> str:
    """Say the allergies; their names are the sender's."""
    names = [fact.display for fact in allergies]
    if not names:
        return QCoreApplication.translate("people", "No allergies recorded")
    listed = ", ".join(names)
    if len(names) == 1:
        return filled(QCoreApplication.translate("people", "Allergy: %1"), listed)
    return filled(QCoreApplication.translate("people", "Allergies: %1"), listed)


def is_this_page_for_words(member: Member) -> str:
    """Ask, before a page with identifiers is printed, whether it is the right person's."""
    born = (
        QCoreApplication.translate("people", "birth date not known")
        if member.birth_date is None
        else filled(QCoreApplication.translate("people", "born %1"), date_words(member.birth_date))
    )
    return filled(
        QCoreApplication.translate("people", "This page is for %1, %2, number %3?"),
        name_words(member.family_name, member.given_name),
        born,
        member.number,
    )
