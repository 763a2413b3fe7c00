"""The score command: answers in, one JSON object a set out, for checking and for other programs.

``nurseapp score FORM A1 A2 … [--sex SEX]`` or ``nurseapp score FORM --batch FILE``. An answer is
its points, or ``-`` when it was not given. What cannot be scored is a sentence on ``err`` and
nothing on ``out``; other sets are scored all the same. It reads no patient data and keeps nothing.
"""

from __future__ import annotations

import json
import re
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, TextIO

from nurseapp.content.library import Library
from nurseapp.domain.form import Form
from nurseapp.domain.member import Sex
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.scoring import Score, score

UNANSWERED = "-"
USAGE_ERROR = 2
_POINTS = re.compile(r"0|[1-9][0-9]?")
_SEXES = ", ".join(Sex)


class _Unusable(Exception):
    """What was asked cannot be done; its text is the sentence for the user."""


class _Parser(ArgumentParser):
    """A parser that raises instead of ending the program."""

    def error(self, message: str) -> NoReturn:
        """Raise :class:`_Unusable`."""
        raise _Unusable(f"{message[:1].upper()}{message[1:]}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Set:
    """One set of answers as it was written; ``place`` opens every sentence about it."""

    place: str
    answers: Sequence[str]
    sex: str


def main(argv: Sequence[str], library: Library, out: TextIO, err: TextIO) -> int:
    """Run the command with the words after ``score``.

    Returns:
        0, or 2 when anything at all could not be scored.
    """
    parser = _parser()
    try:
        options = parser.parse_intermixed_args(argv)
        if options.help:
            out.write(parser.format_help())
            return 0
        form = _form(library, options.form)
        sets = _sets(options.answers, options.batch, options.sex)
    except _Unusable as problem:
        err.write(f"{problem}\n")
        return USAGE_ERROR
    code = 0
    for one in sets:
        try:
            out.write(f"{_as_json(_scored(form, one))}\n")
        except _Unusable as problem:
            err.write(f"{one.place}: {problem}\n")
            code = USAGE_ERROR
    return code


def _parser() -> ArgumentParser:
    parser = _Parser(prog="nurseapp score", add_help=False, allow_abbrev=False)
    parser.add_argument("form", nargs="?", metavar="FORM", help="for example phq-9 or audit-c")
    parser.add_argument(
        "answers", nargs="*", metavar="A", help="points in the order of the items, - for none"
    )
    sexes = [sex.value for sex in Sex]
    parser.add_argument(
        "--sex", choices=sexes, default=Sex.UNKNOWN.value, metavar="SEX", help=_SEXES
    )
    parser.add_argument("--batch", type=Path, metavar="FILE", help="a file with one set a line")
    parser.add_argument("-h", "--help", action="store_true", help="show this and stop")
    return parser


def _form(library: Library, name: str | None) -> Form:
    forms = {form.id: form for form in library.forms()}
    if name not in forms:
        known = ", ".join(forms)
        asked = f"There is no form «{name}»" if name else "No form is named"
        raise _Unusable(f"{asked}; the forms are: {known}.")
    return forms[name]


def _sets(answers: Sequence[str], batch: Path | None, sex: str) -> list[_Set]:
    if batch is None:
        return [_Set(place="Command line", answers=answers, sex=sex)]
    if answers:
        raise _Unusable("Answers come from the command line or from --batch, not from both.")
    try:
        lines = batch.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "it is not UTF-8 text"
        raise _Unusable(f"The file «{batch}» cannot be read: {reason}.") from problem
    return list(_from_lines(lines, sex))


def _from_lines(lines: Sequence[str], sex: str) -> Iterator[_Set]:
    for number, line in enumerate(lines, 1):
        words = line.split()
        if not words:
            continue
        own = words.pop().removeprefix("sex=") if words[-1].startswith("sex=") else sex
        yield _Set(place=f"Line {number}", answers=words, sex=own)


def _scored(form: Form, one: _Set) -> Score:
    if one.sex not in set(Sex):
        raise _Unusable(f"the sex is «{one.sex}» and must be one of {_SEXES}.")
    items = form.policy.items
    if len(one.answers) != len(items):
        count = len(one.answers)
        raise _Unusable(f"{form.short} has {len(items)} answers and {count} were given.")
    answers = {}
    for place, (item, answer) in enumerate(zip(items, one.answers, strict=True), 1):
        if answer == UNANSWERED:
            continue
        if not _POINTS.fullmatch(answer):
            raise _Unusable(_bad_answer(form, place, answer))
        answers[item] = int(answer)
    try:
        return score(form.policy, answers, Sex(one.sex))
    except DomainError as refusal:
        item = str(refusal.facts["item"])
        place = items.index(item) + 1
        raise _Unusable(_bad_answer(form, place, one.answers[place - 1])) from refusal


def _bad_answer(form: Form, place: int, answer: str) -> str:
    highest = form.policy.highest
    return f"answer {place} is «{answer}» and must be 0 to {highest}, or {UNANSWERED} for none."


def _as_json(result: Score) -> str:
    return json.dumps(
        {
            "complete": result.complete,
            "total": result.total,
            "band": result.band,
            "positive": result.positive,
            "alerts": result.alerts,
            "cautions": result.cautions,
            "algorithm": result.algorithm,
        }
    )
