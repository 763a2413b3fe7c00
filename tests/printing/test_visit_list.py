"""The visit list: enough to find the right person, and no more."""

from __future__ import annotations

from nurseapp.domain.caseload import CaseRow
from nurseapp.printing.visit_list import visit_list_pdf
from tests.printing import samples


def printed(*rows: CaseRow, language: str = "en") -> list[str]:
    """Print a list and give its pages, each as one line of text."""
    pdf = visit_list_pdf(rows, samples.stationery(language), samples.STAMP)
    return [samples.flowing(page) for page in samples.pages(pdf)]


def test_a_row_gives_initials_number_place_and_purpose() -> None:
    (page,) = printed(samples.row())
    for part in ("E. N.", "M-00417", "Ward 3, bed 12", "Plan review", "22 November"):
        assert part in page
    assert "22 November 2026 · Visits: 1" in page


def test_a_row_gives_no_name_birth_date_result_or_programme() -> None:
    (page,) = printed(samples.row())
    for secret in ("Elena", "Núñez", "1965", "25", "PHQ", "phq", "complex", "Order strips"):
        assert secret not in page


def test_the_interpreter_is_named_by_language_and_by_tag_where_no_name_is_known() -> None:
    spanish, other, unknown = (
        samples.row(interpreter_for="es-MX"),
        samples.row(interpreter_for="tlh"),
        samples.row(interpreter_for=""),
    )
    (page,) = printed(spanish, other, unknown)
    assert "Interpreter: Spanish" in page
    assert "Interpreter: tlh" in page
    assert "Interpreter: —" in page
    assert "Interpreter" not in printed(samples.row())[0]


def test_every_page_asks_to_be_shredded_and_repeats_the_heads_of_its_columns() -> None:
    pages = printed(*[samples.row(f"M-{number:05}") for number in range(200)])
    assert len(pages) > 5
    for page in pages:
        assert "Private. Keep this sheet with you and shred it after use." in page
        assert "When Member Where Purpose Done" in page
    text = " ".join(pages)
    assert all(f"M-{number:05}" in text for number in range(200))


def test_a_purpose_of_any_length_is_cut_short() -> None:
    (page,) = printed(samples.row(purpose="word " * 600, place="p" * 3000))
    assert page.count("word") == 24
    assert "…" in page


def test_what_is_not_known_is_a_dash() -> None:
    (page,) = printed(samples.row(names=("", "Ōe"), purpose=None, place=None, on=None))
    assert "— Ō. M-00417 — —" in page


def test_an_empty_list_says_so() -> None:
    (page,) = printed(language="es")
    assert "No hay visitas." in page
