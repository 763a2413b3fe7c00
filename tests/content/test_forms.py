"""The shipped screening forms, word for word and code for code."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import pytest

from nurseapp.content.library import Library
from nurseapp.domain.form import Item, Scoring
from nurseapp.domain.member import Sex

RESOURCES = Path(__file__).parents[2] / "resources"

# The wording of Pfizer Inc. with the codes of LOINC panel 44249-1.
PHQ_9_ITEMS = {
    "44250-9": "Little interest or pleasure in doing things",
    "44255-8": "Feeling down, depressed, or hopeless",
    "44259-0": "Trouble falling or staying asleep, or sleeping too much",
    "44254-1": "Feeling tired or having little energy",
    "44251-7": "Poor appetite or overeating",
    "44258-2": "Feeling bad about yourself — or that you are a failure or have let yourself or "
    "your family down",
    "44252-5": "Trouble concentrating on things, such as reading the newspaper or watching "
    "television",
    "44253-3": "Moving or speaking so slowly that other people could have noticed? Or the "
    "opposite — being so fidgety or restless that you have been moving around a lot more than "
    "usual",
    "44260-8": "Thoughts that you would be better off dead or of hurting yourself in some way",
}
PHQ_9_ANSWERS = [
    (0, "Not at all", "LA6568-5"),
    (1, "Several days", "LA6569-3"),
    (2, "More than half the days", "LA6570-1"),
    (3, "Nearly every day", "LA6571-9"),
]
# The codes run backwards on purpose: LA6575-0 is «very», LA6574-3 is «extremely».
DIFFICULTY_ANSWERS = [
    (0, "Not difficult at all", "LA6572-7"),
    (1, "Somewhat difficult", "LA6573-5"),
    (2, "Very difficult", "LA6575-0"),
    (3, "Extremely difficult", "LA6574-3"),
]
# The wording of Bush 1998 / SAMHSA with the codes of LOINC panel 72109-2.
AUDIT_C_ITEMS = {
    "68518-0": "How often did you have a drink containing alcohol in the past year?",
    "68519-8": "How many drinks did you have on a typical day when you were drinking in the past "
    "year?",
    "68520-6": "How often did you have 6 or more drinks on one occasion in the past year?",
}
AUDIT_C_ANSWERS = [
    [
        (0, "Never", "LA6270-8"),
        (1, "Monthly or less", "LA18926-8"),
        (2, "2–4 times a month", "LA18927-6"),
        (3, "2–3 times a week", "LA18928-4"),
        (4, "4 or more times a week", "LA18929-2"),
    ],
    [
        (0, "0, 1, or 2", "LA15694-5"),
        (1, "3 or 4", "LA15695-2"),
        (2, "5 or 6", "LA18930-0"),
        (3, "7 to 9", "LA18931-8"),
        (4, "10 or more", "LA18932-6"),
    ],
    [
        (0, "Never", "LA6270-8"),
        (1, "Less than monthly", "LA18933-4"),
        (2, "Monthly", "LA18876-5"),
        (3, "Weekly", "LA18891-4"),
        (4, "Daily or almost daily", "LA18934-2"),
    ],
]


@pytest.fixture(scope="module")
def library() -> Library:
    """Read the content that is shipped."""
    return Library(RESOURCES)


def answers(item: Item) -> list[tuple[int, str, str | None]]:
    """Give the answers of an item as points, text and code."""
    return [(option.points, option.text, option.code) for option in item.options]


def test_the_phq_9_says_what_its_authors_wrote(library: Library) -> None:
    form = library.form("phq-9")
    assert form.stem == (
        "Over the last 2 weeks, how often have you been bothered by any of the following problems?"
    )
    assert form.preface == ""
    assert {item.code: item.text for item in form.items[:9]} == PHQ_9_ITEMS
    assert all(answers(item) == PHQ_9_ANSWERS for item in form.items[:9])


def test_the_items_of_the_phq_9_are_numbered_in_their_own_order_not_in_that_of_loinc(
    library: Library,
) -> None:
    form = library.form("phq-9")
    assert [item.id for item in form.items] == [str(number) for number in range(1, 11)]
    assert [item.code for item in form.items[:9]] == list(PHQ_9_ITEMS)


def test_the_functional_item_of_the_phq_9_is_asked_and_never_scored(library: Library) -> None:
    form = library.form("phq-9")
    functional = form.items[9]
    assert (functional.id, functional.code, functional.scored) == ("10", "69722-7", False)
    assert functional.text == (
        "If you checked off any problems, how difficult have these problems made it for you to do "
        "your work, take care of things at home, or get along with other people?"
    )
    assert answers(functional) == DIFFICULTY_ANSWERS
    assert "10" not in form.policy.items


def test_the_audit_c_says_what_bush_and_samhsa_wrote(library: Library) -> None:
    form = library.form("audit-c")
    assert form.preface == (
        "Consider a “drink” to be a can or bottle of beer, a glass of wine, a wine cooler, or one "
        "cocktail or a shot of hard liquor (like scotch, gin, or vodka)."
    )
    assert form.stem == ""
    assert {item.code: item.text for item in form.items} == AUDIT_C_ITEMS
    assert [answers(item) for item in form.items] == AUDIT_C_ANSWERS
    assert [item.id for item in form.items] == ["1", "2", "3"]


def test_the_policy_of_the_phq_9_is_that_of_its_manual(library: Library) -> None:
    form = library.form("phq-9")
    policy = form.policy
    assert policy.scoring is Scoring.PHQ_9
    assert [(band.name, band.at_least) for band in policy.bands] == [
        ("minimal", 0),
        ("mild", 5),
        ("moderate", 10),
        ("moderately-severe", 15),
        ("severe", 20),
    ]
    assert set(policy.positive_at.values()) == {10}
    assert policy.safety_items == ("9",)
    assert policy.highest == 3
    assert policy.action_at is None
    assert (form.short, form.total_code) == ("PHQ-9", "44261-6")
    assert policy.bands[1].action == "Watchful waiting; repeat PHQ-9 at follow-up"


def test_the_policy_of_the_audit_c_has_two_cut_offs_and_no_bands(library: Library) -> None:
    form = library.form("audit-c")
    policy = form.policy
    assert policy.scoring is Scoring.AUDIT_C
    assert policy.bands == ()
    assert policy.positive_at == {Sex.FEMALE: 3, Sex.MALE: 4, Sex.UNKNOWN: 3}
    assert (policy.action_at, policy.highest, policy.safety_items) == (5, 4, ())
    assert (form.short, form.total_code) == ("AUDIT-C", "75626-2")
    assert "administrator confirms the licence" in form.licence


def test_every_threshold_names_where_it_comes_from(library: Library) -> None:
    for form in library.forms():
        sources = form.policy.sources
        assert "setting of this product" in sources["minimum_age"]
        assert sources["positive_at"]
        assert form.minimum_age == 18
        assert form.reviewed == "2026-11-21"


def test_codes_of_loinc_come_with_the_notice_that_they_ask_for(library: Library) -> None:
    for form in library.forms():
        assert form.code_system == "http://loinc.org"
        assert "This material contains content from LOINC®" in form.licence


def test_every_open_case_is_screened_with_both_forms(library: Library) -> None:
    assert library.required_forms() == {"audit-c": 18, "phq-9": 18}


def test_a_released_form_is_what_it_was_on_the_day_of_its_release() -> None:
    folder = RESOURCES / "forms"
    released = tomllib.loads((folder / "released.toml").read_text(encoding="utf-8"))
    found = {
        version.relative_to(folder).as_posix(): {
            # Line ends are those of the checkout, not of the form.
            file.name: hashlib.sha256(file.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
            for file in version.iterdir()
        }
        for version in folder.glob("*/*/")
    }
    assert found == released
