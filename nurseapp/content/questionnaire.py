"""The part of a FHIR R4 Questionnaire that a screening form may use, and no more of it.

At most one ``display`` item (read to the member first), at most one ``group`` (its text is the
stem over its items) and ``choice`` items. No expression, no condition: what is scored, and how,
stands in the form's policy. Called by :mod:`nurseapp.content.form_folder`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from nurseapp.content.reading import ContentError, Strict, read_json
from nurseapp.domain.form import Item, Option


class Coding(Strict, frozen=True):
    """A code of a code system, with the wording that is shown."""

    system: str
    code: str
    display: str = ""


class OrdinalValue(Strict, frozen=True):
    """The points of an answer."""

    url: Literal["http://hl7.org/fhir/StructureDefinition/ordinalValue"]
    value_decimal: int


class AnswerOption(Strict, frozen=True):
    """One answer of a question."""

    value_coding: Coding
    extension: Annotated[tuple[OrdinalValue, ...], msgspec.Meta(max_length=1)] = ()


class Choice(Strict, frozen=True, tag_field="type", tag="choice"):
    """A question with its answers."""

    link_id: str
    text: str
    answer_option: tuple[AnswerOption, ...]
    code: tuple[Coding, ...] = ()


class Group(Strict, frozen=True, tag_field="type", tag="group"):
    """Questions under one stem."""

    link_id: str
    text: str
    item: tuple[Choice, ...]


class Display(Strict, frozen=True, tag_field="type", tag="display"):
    """Text that is read to the member."""

    link_id: str
    text: str


class QuestionnaireFile(Strict, frozen=True):
    """The file as a whole."""

    resource_type: Literal["Questionnaire"]
    id: str
    language: str
    url: str
    version: str
    name: str
    title: str
    status: Literal["active"]
    subject_type: tuple[Literal["Patient"], ...]
    copyright: str
    code: tuple[Coding, ...]
    item: tuple[Choice | Group | Display, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """The wording of one form; every item is unscored until its policy says otherwise."""

    id: str
    version: str
    language: str
    title: str
    copyright: str
    code_system: str
    stem: str
    preface: str
    items: tuple[Item, ...]


def read_questionnaire(file: Path) -> Questionnaire:
    """Read and check a questionnaire.

    Raises:
        ContentError: for anything outside the vocabulary, a question without two answers or
            with gaps in its points, a ``linkId`` or an answer twice.
    """
    found = read_json(file, QuestionnaireFile)
    groups = [item for item in found.item if isinstance(item, Group)]
    displays = [item for item in found.item if isinstance(item, Display)]
    if len(groups) > 1 or len(displays) > 1:
        raise ContentError(file, "item", "at most one group and one display are understood")
    questions = list(_questions(found.item))
    _check_unique(file, "linkId", [question.link_id for question in questions])
    if len(found.code) != 1:
        raise ContentError(file, "code", "the code of the form, exactly one")
    return Questionnaire(
        id=found.id,
        version=found.version,
        language=found.language,
        title=found.title,
        copyright=found.copyright,
        code_system=found.code[0].system,
        stem=groups[0].text if groups else "",
        preface=displays[0].text if displays else "",
        items=tuple(_item(file, question) for question in questions),
    )


def _questions(items: tuple[Choice | Group | Display, ...]) -> Iterator[Choice]:
    for item in items:
        if isinstance(item, Choice):
            yield item
        elif isinstance(item, Group):
            yield from item.item


def _item(file: Path, question: Choice) -> Item:
    where = f"item {question.link_id}"
    if not question.text.strip():
        raise ContentError(file, where, "has no text")
    options = question.answer_option
    points = [option.extension[0].value_decimal for option in options if option.extension]
    if points and points != list(range(len(options))):
        raise ContentError(file, where, f"points must be 0, 1, 2 … in order, found {points}")
    if len(options) < 2 or not all(option.value_coding.display for option in options):
        raise ContentError(file, where, "needs two answers or more, each with its text")
    _check_unique(file, where, [option.value_coding.display for option in options])
    return Item(
        id=question.link_id,
        text=question.text,
        code=question.code[0].code if question.code else None,
        # Without points an answer is known by its place: the digit that is typed for it.
        options=tuple(
            Option(points=place, text=option.value_coding.display, code=option.value_coding.code)
            for place, option in enumerate(options)
        ),
        scored=bool(points),
    )


def _check_unique(file: Path, where: str, names: list[str]) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise ContentError(file, where, f"«{twice[0]}» stands here twice")
