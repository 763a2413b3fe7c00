"""The security checklist answers every reference, and each test that it names exists."""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from tests.architecture.project import ROOT

PAGE = ROOT / "resources" / "security-checklist.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
ANSWERED = (
    *("164.312(a)(1)", "164.312(a)(2)(i)", "164.312(a)(2)(ii)", "164.312(a)(2)(iii)"),
    *("164.312(a)(2)(iv)", "164.312(b)", "164.312(c)(1)", "164.312(c)(2)", "164.312(d)"),
    *("164.312(e)(1)", "164.312(e)(2)", "6.2.1–6.2.12", "6.3.1", "6.3.2", "6.3.8"),
    *("7.1.1–7.5.2", "8.1.2, 8.2.1–8.2.3", "8.3.1, 8.3.2, 8.4.1", "10.4.5, 10.4.8", "10.4.6"),
    *("12.1.1", "12.2.1", "12.3.1", "14.2.1", "14.2.2", "14.3.1", "15.1.2", "15.2.1", "15.2.4"),
    *("15.3.3", "15.4.2", "16.2.x, 16.3.2", "16.4.2", "16.5.x"),
)
OPENLY_NOT = "not "


def rows(page: str) -> Iterator[tuple[str, str]]:
    """Give each reference with what shows it."""
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if len(cells) == 3 and cells[0][:1].isdigit():
            yield cells[0], cells[2]


@cache
def names_in(file: str) -> frozenset[str]:
    path = ROOT / file
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def missing(page: str) -> list[str]:
    named = NAMED.findall(page)
    return [f"{file}::{test}" for file, test in named if test not in names_in(file)]


def unanswered(page: str) -> list[str]:
    """Name the references that no test shows, and that do not say that they are not met."""
    shown = {ref for ref, by in rows(page) if NAMED.search(by) or by.startswith(OPENLY_NOT)}
    return [ref for ref in ANSWERED if ref not in shown]


def test_every_test_that_the_checklist_names_exists() -> None:
    page = PAGE.read_text("utf-8")

    assert len(NAMED.findall(page)) > 50
    assert missing(page) == []


def test_the_checklist_answers_every_reference() -> None:
    assert unanswered(PAGE.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "planted",
    [
        "`tests/architecture/test_checklist.py::test_of_nobody`",
        "`tests/architecture/test_nothing.py::test_every_test_that_the_checklist_names_exists`",
    ],
)
def test_a_test_that_does_not_exist_is_found(planted: str) -> None:
    assert len(missing(planted)) == 1


def test_a_reference_without_an_answer_is_found() -> None:
    page = "| 164.312(b) | audit controls | somebody says so |\n| 6.3.1 | guessing | not met yet |"

    assert "164.312(b)" in unanswered(page)
    assert "6.3.1" not in unanswered(page)
