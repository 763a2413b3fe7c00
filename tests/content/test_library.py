"""The library: looking up, falling back, and refusing what it does not understand."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nurseapp.content.library import Library
from nurseapp.content.reading import ContentError

RESOURCES = Path(__file__).parents[2] / "resources"


@pytest.fixture
def resources(tmp_path: Path) -> Path:
    """Copy the shipped content, to be spoiled."""
    for name in ("forms", "handouts", "programmes", "i18n"):
        shutil.copytree(RESOURCES / name, tmp_path / name)
    return tmp_path


def edit(file: Path, old: str, new: str) -> None:
    """Replace the first occurrence of some text that must be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def edit_json(file: Path, change: Callable[[Any], object]) -> None:
    """Change a JSON file in place."""
    content = json.loads(file.read_text(encoding="utf-8"))
    change(content)
    file.write_text(json.dumps(content), encoding="utf-8")


def test_a_language_falls_back_to_a_wider_one_and_then_to_english(resources: Path) -> None:
    library = Library(resources)
    assert library.handout("feeling-low", "es-MX").language == "es"
    assert library.handout("feeling-low", "ES").language == "es"
    assert library.handout("daily-weight", "es").language == "en"
    assert library.handout("daily-weight").language == "en"
    assert library.print_labels("es-419")["language"] == "es"
    assert library.print_labels("sv")["language"] == "en"
    assert library.form("phq-9", language="es").language == "en"


def test_a_file_is_read_once(resources: Path) -> None:
    library = Library(resources)
    handout, form = library.handout("feeling-low"), library.form("phq-9")
    labels, programmes = library.print_labels(), library.programmes()
    for name in ("forms/phq-9/1/policy.toml", "handouts/feeling-low/en.md"):
        (resources / name).write_text("nonsense", encoding="utf-8")
    assert library.handout("feeling-low") is handout
    assert library.form("phq-9") is form
    assert library.print_labels() is labels
    assert library.programmes() is programmes


def test_the_newest_version_of_a_form_is_given_unless_another_is_named(resources: Path) -> None:
    for version in ("2", "10"):
        folder = resources / "forms" / "audit-c" / version
        shutil.copytree(resources / "forms" / "audit-c" / "1", folder)
        edit(folder / "questionnaire.json", '"version": "1"', f'"version": "{version}"')
    library = Library(resources)
    assert library.form("audit-c").version == "10"
    assert library.form("audit-c", "1").version == "1"
    assert [(form.id, form.version) for form in library.forms()] == [
        ("audit-c", "10"),
        ("phq-9", "1"),
    ]


def test_what_does_not_exist_is_refused(resources: Path) -> None:
    library = Library(resources)
    with pytest.raises(ContentError, match="no such form"):
        library.form("gad-7")
    with pytest.raises(ContentError, match="no such form"):
        library.form("phq-9", "7")
    with pytest.raises(ContentError, match="no such content"):
        library.handout("stress")


def test_a_form_that_no_case_must_be_screened_with_is_not_required(resources: Path) -> None:
    policy = resources / "forms" / "audit-c" / "1" / "policy.toml"
    edit(policy, "required = true", "required = false")
    assert Library(resources).required_forms() == {"phq-9": 18}


def test_programmes_are_names_by_id(resources: Path) -> None:
    programmes = Library(resources).programmes()
    assert programmes["long-stay"] == "Stay over 10 days"
    assert {"complex-care", "diabetes", "heart", "behavioural", "coaching"} <= programmes.keys()


def test_a_programme_whose_id_is_not_its_file_name_is_refused(resources: Path) -> None:
    edit(resources / "programmes" / "heart.toml", '"heart"', '"hart"')
    with pytest.raises(ContentError) as refused:
        Library(resources).programmes()
    assert refused.value.item == "id"


@pytest.mark.parametrize(
    ("old", "new", "item"),
    [
        ('phone = "Teléfono:"\n', "", "phone"),
        ("phone =", "telephone =", "phone"),
        ('phone = "Teléfono:"', 'phone = "Teléfono:"\nfax = "Fax:"', "fax"),
    ],
)
def test_every_language_of_the_print_labels_has_the_same_labels(
    resources: Path, old: str, new: str, item: str
) -> None:
    edit(resources / "i18n" / "print" / "es.toml", old, new)
    with pytest.raises(ContentError) as refused:
        Library(resources).print_labels("es")
    assert refused.value.item == item


@pytest.mark.parametrize(
    ("old", "new", "item"),
    [
        ("minimum_age = 18", 'minimum_age = "18"', "minimum_age"),
        ("minimum_age = 18", "minimum_ages = 18", ""),
        ('scoring = "phq-9"', 'scoring = "gad-7"', "scoring"),
        ('"8", "9"]', '"8"]', "scored"),
        ('"8", "9"]', '"9", "8"]', "scored"),
        ('safety_items = ["9"]', 'safety_items = ["10"]', "safety_items"),
        ("unknown = 10", "", "positive_at"),
        ("unknown = 10", "other = 10", "positive_at"),
        ("at_least = 5", "at_least = 0", "bands"),
        ("at_least = 0", "at_least = 1", "bands"),
        ('positive_at = "Kroenke 2001"', "", "sources.positive_at"),
        ('positive_at = "Kroenke 2001"', 'cut_off = "Kroenke"', "sources"),
        ("[positive_at]", "[positive_at", ""),
    ],
)
def test_a_policy_outside_its_vocabulary_is_refused_with_its_place(
    resources: Path, old: str, new: str, item: str
) -> None:
    file = resources / "forms" / "phq-9" / "1" / "policy.toml"
    edit(file, old, new)
    with pytest.raises(ContentError) as refused:
        Library(resources).form("phq-9")
    assert refused.value.file == file
    assert item in refused.value.item


def first_question(content: Any) -> Any:
    """Give item 1 of the PHQ-9's file."""
    return content["item"][0]["item"][0]


@pytest.mark.parametrize(
    ("change", "item"),
    [
        (lambda c: c.update(status="draft"), "$.status"),
        (lambda c: c.update(publisher="Somebody"), ""),
        (lambda c: c.update(id="phq-8"), "id"),
        (lambda c: c.update(version="2"), "id"),
        (lambda c: c.update(code=[]), "code"),
        (lambda c: c["item"].append(c["item"][0]), "item"),
        (lambda c: c["item"].append(c["item"][1]), "linkId"),
        (lambda c: first_question(c).update(type="open-choice"), "$.item[0].item[0].type"),
        (lambda c: first_question(c).update(enableWhen=[]), "$.item[0].item[0]"),
        (lambda c: first_question(c).update(text=" "), "item 1"),
        (lambda c: first_question(c)["answerOption"].pop(0), "item 1"),
        (lambda c: first_question(c)["answerOption"][1].pop("extension"), "item 1"),
        (lambda c: first_question(c)["answerOption"][1]["valueCoding"].pop("display"), "item 1"),
        (lambda c: first_question(c)["answerOption"].pop(), "scored"),
        (
            lambda c: first_question(c)["answerOption"][1]["valueCoding"].update(
                display="Not at all"
            ),
            "item 1",
        ),
    ],
)
def test_a_questionnaire_outside_its_vocabulary_is_refused_with_its_place(
    resources: Path, change: Callable[[Any], object], item: str
) -> None:
    edit_json(resources / "forms" / "phq-9" / "1" / "questionnaire.json", change)
    with pytest.raises(ContentError) as refused:
        Library(resources).form("phq-9")
    assert refused.value.item == item


def test_a_form_with_more_items_than_its_scoring_knows_is_refused(resources: Path) -> None:
    folder = resources / "forms" / "phq-9" / "1"

    def add_an_item(content: Any) -> None:
        items = content["item"][0]["item"]
        items.append({**items[0], "linkId": "11"})

    edit_json(folder / "questionnaire.json", add_an_item)
    edit(folder / "policy.toml", '"8", "9"]', '"8", "9", "11"]')
    with pytest.raises(ContentError, match="does not fit phq-9"):
        Library(resources).form("phq-9")


def test_a_file_that_is_missing_or_not_text_is_refused_by_name(resources: Path) -> None:
    policy = resources / "forms" / "phq-9" / "1" / "policy.toml"
    policy.write_bytes(b"short = '\xff'")
    with pytest.raises(ContentError, match="is not UTF-8"):
        Library(resources).form("phq-9")
    policy.unlink()
    with pytest.raises(ContentError, match=r"policy\.toml"):
        Library(resources).form("phq-9")
