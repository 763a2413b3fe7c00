"""How hard a text is to read: Flesch-Kincaid and SMOG grades, for English only.

Formulas: PMC5849699, Table 1. Other languages need formulas of their own and are not measured.
Called where a handout is read; the grade is for staff and never printed on the member's sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

FEWEST_SENTENCES_FOR_SMOG = 30
POLYSYLLABLE = 3

_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)*|\d+", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|[\"”)]|$)")
_VOWELS = re.compile(r"[aeiouy]+")
# A last e that is written and not spoken: «make», «called», «times»; but «table», «wanted».
_SILENT_END = re.compile(
    r"(?:[^l]|[aeiouyl]l)e$|(?:[^tdl]|[aeiouyl]l)ed$|(?:[^szxgclh]|th|[aeiouyl]l)es$"
)
# The same inside a word: «something», «careful», «safely».
_SILENT_INSIDE = re.compile(r"[^aeiouyl]e(?=ful|less|ly$|ment|thing|times?$|body$|day$|where$)")
# Two vowels that are spoken apart: «diary», «fluid», «lying»; but «special», «guide», «quit».
_APART = re.compile(r"(?<![ctsg])i[ao]|(?<![tcs])ie[nt](?!d)|[^qg]ui[dn]|[eiouy]ing$")
# What no rule above gives.
_COUNTED = {
    "anyone": 3,
    "area": 3,
    "create": 2,
    "diabetes": 4,
    "diaries": 3,
    "everyone": 4,
    "giant": 2,
    "idea": 3,
    "people": 2,
    "poem": 2,
    "quiet": 2,
    "quietly": 3,
    "science": 2,
    "someone": 2,
    "tired": 2,
    "usual": 3,
    "usually": 4,
    "video": 3,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Readability:
    """What a text measures; ``smog`` is None where it has too few sentences to be reliable."""

    sentences: int
    words: int
    flesch_kincaid: float
    smog: float | None


def measure(lines: Iterable[str], language: str) -> Readability | None:
    """Measure a text; a heading or bullet without a full stop counts as a sentence.

    Returns:
        None for a text without words, and for any language but English.
    """
    if language.partition("-")[0] != "en":
        return None
    text = list(lines)
    words = [word for line in text for word in _WORD.findall(line)]
    if not words:
        return None
    counts = [syllables(word) for word in words]
    sentences = sum(_sentences(line) for line in text)
    hard = sum(count >= POLYSYLLABLE for count in counts)
    return Readability(
        sentences=sentences,
        words=len(words),
        flesch_kincaid=flesch_kincaid(sentences, len(words), sum(counts)),
        smog=smog(sentences, hard) if sentences >= FEWEST_SENTENCES_FOR_SMOG else None,
    )


def flesch_kincaid(sentences: int, words: int, syllable_count: int) -> float:
    """Give the US school grade by length of sentence and word."""
    return 0.39 * words / sentences + 11.8 * syllable_count / words - 15.59


def smog(sentences: int, polysyllables: int) -> float:
    """Give the US school grade by words of three syllables or more."""
    return 1.0430 * sqrt(polysyllables * 30 / sentences) + 3.1291


def syllables(word: str) -> int:
    """Count the spoken vowels of an English word, by rule; at least one.

    Hyphenation patterns would not do: they keep «any» and «over» whole.
    """
    plain = re.sub(r"[^a-z]", "", word.lower())
    if plain in _COUNTED:
        return _COUNTED[plain]
    spoken = len(_VOWELS.findall(plain)) + len(_APART.findall(plain))
    silent = len(_SILENT_INSIDE.findall(plain)) + len(_SILENT_END.findall(plain))
    return max(spoken - silent, 1)


def _sentences(line: str) -> int:
    if not _WORD.search(line):
        return 0
    ends = len(_SENTENCE_END.findall(line))
    return ends + (not _SENTENCE_END.search(line[-2:]))
