"""Reading grades: the published formulas, and syllables counted by ear."""

from __future__ import annotations

import pytest

from nurseapp.content.readability import flesch_kincaid, measure, smog, syllables

# Counted by ear.
BY_EAR = {
    1: "make makes called worked through weighed feels goals shake change juice pills scale shoes "
    "eye please nurse could help lives safe chest breath swell clothes asked moved breathe true "
    "due pain wait said great quit road board roar faint",
    2: "any many over open table little people being doctor sugar sweaty hungry number wanted "
    "needed boxes changes nurses pieces tired lying trying doing going morning someone inside "
    "something sometimes careful safely before water talking feeling action special patient "
    "headache always quiet fluid create diet giant science bottle ankles swollen wishes",
    3: "medicine another together exercise important remember depression idea area anyone energy "
    "diary insulin serious family different",
    4: "diabetes emergency usually information experience activity",
}


@pytest.mark.parametrize(("count", "words"), BY_EAR.items())
def test_syllables_are_counted_as_they_are_spoken(count: int, words: str) -> None:
    assert [word for word in words.split() if syllables(word) != count] == []


# PMC5849699, Table 1; the vectors were computed by hand from its formulas.
@pytest.mark.parametrize(
    ("sentences", "words", "syllable_count", "grade"),
    [(10, 120, 156, 4.43), (10, 100, 130, 3.65)],
)
def test_flesch_kincaid_has_its_coefficients_the_right_way_round(
    sentences: int, words: int, syllable_count: int, grade: float
) -> None:
    assert flesch_kincaid(sentences, words, syllable_count) == pytest.approx(grade)


@pytest.mark.parametrize(
    ("sentences", "polysyllables", "grade"), [(30, 9, 6.2581), (30, 30, 8.84), (10, 5, 7.17)]
)
def test_smog_is_scaled_to_thirty_sentences(
    sentences: int, polysyllables: int, grade: float
) -> None:
    assert smog(sentences, polysyllables) == pytest.approx(grade, abs=0.005)


def test_smog_is_not_given_for_a_text_that_is_too_short_for_it() -> None:
    short = measure(["You feel fine."] * 29, "en")
    long = measure(["You feel fine."] * 30, "en")
    assert short is not None
    assert long is not None
    assert short.smog is None
    assert long.smog == pytest.approx(3.1291)


def test_a_heading_and_a_bullet_without_a_full_stop_are_sentences() -> None:
    measured = measure(["How do I feel?", "Shaky. Or hot", "“Fine.”", "____"], "en-GB")
    assert measured is not None
    assert (measured.sentences, measured.words) == (4, 8)


def test_other_languages_and_texts_without_words_are_not_measured() -> None:
    assert measure(["Usted puede aprender."], "es") is None
    assert measure(["…", ""], "en") is None
