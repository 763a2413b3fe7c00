"""What the fonts cannot show is shown as such, and said."""

from __future__ import annotations

from nurseapp.printing.care_plan import care_plan_pdf
from nurseapp.printing.typeface import Typeface
from nurseapp.printing.visit_list import visit_list_pdf
from tests.printing import samples

MARK = "\N{REPLACEMENT CHARACTER}"


def test_a_name_in_another_script_is_printed_as_replacements_and_listed() -> None:
    member = samples.member(family_name="王", given_name="محمد 伟")
    pdf = care_plan_pdf(member, samples.case(), [], samples.stationery(), samples.STAMP)
    text = samples.flowing(samples.pages(pdf)[0])
    assert f"{MARK}, {MARK * 4} {MARK} Born 3 March 1965" in text
    assert "Some characters cannot be printed here" in text
    for code in ("U+738B", "U+0645", "U+062D", "U+062F", "U+4F1F"):
        assert code in text


def test_a_long_list_of_missing_letters_is_cut() -> None:
    name = "".join(chr(code) for code in range(0x4E00, 0x4E20))
    pdf = visit_list_pdf([samples.row(purpose=name)], samples.stationery(), samples.STAMP)
    text = samples.flowing(samples.pages(pdf)[0])
    assert "U+4E0B…" in text
    assert "U+4E0C" not in text


def test_nothing_is_said_where_everything_can_be_shown() -> None:
    member = samples.member(family_name="Nguyễn-Łódź", given_name="Ωμέγα Юлия")
    pdf = care_plan_pdf(member, samples.case(), [], samples.stationery(), samples.STAMP)
    text = samples.flowing(samples.pages(pdf)[0])
    assert "NGUYỄN-ŁÓDŹ, Ωμέγα Юлия" in text
    assert "cannot be printed" not in text


def test_signs_that_clinicians_write_are_put_into_letters_that_mean_the_same() -> None:
    typeface = Typeface(samples.stationery())
    assert typeface.showable("HbA1c ≤ 7 → ≥ 6 ☐ ≈ 1 ← x") == "HbA1c <= 7 -> >= 6 [ ] ~ 1 <- x"
    assert typeface.missing == {}


def test_accents_are_composed_and_what_is_no_letter_goes() -> None:
    typeface = Typeface(samples.stationery())
    assert typeface.showable("e\u0301\u200b\x00\u2067a\tb\nc") == "éa b\nc"
    assert typeface.missing == {}
