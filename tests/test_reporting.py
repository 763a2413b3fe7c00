"""The report of the long runs: a section takes the place of its older one and of no other."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.project import ROOT
from tests.reporting import write_section


def test_a_section_takes_the_place_of_its_older_one(tmp_path: Path) -> None:
    file = tmp_path / "report.md"
    write_section("Two", ["- kept"], file)
    write_section("One", ["- old", "", "| a | table |"], file)
    write_section("One", ["- new \\1"], file)
    text = file.read_text("utf-8")
    assert text.startswith("# Report of the long runs\n")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == ["One", "Two"]
    assert "- old" not in text
    assert text.index("- new \\1") < text.index("- kept")


def test_writing_a_section_again_moves_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "report.md"
    for title in ("Kills", "Histories", "Speed"):
        write_section(title, [f"- figures of {title}"], file)
    before = file.read_text("utf-8").splitlines()
    write_section("Kills", ["- other figures"], file)
    after = file.read_text("utf-8").splitlines()
    differing = [new for old, new in zip(before, after, strict=True) if old != new]
    assert "- other figures" in differing
    assert all(line.startswith(("`python", "- other")) for line in differing)


def test_a_section_says_when_where_and_by_which_command_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "report.md"
    writing = (
        "from pathlib import Path; import sys; from tests.reporting import write_section;"
        "write_section('Kills', ['- 200 kills'], Path(sys.argv[1]))"
    )
    command = [sys.executable, "-c", writing, str(file), "two words"]
    subprocess.run(command, cwd=ROOT, check=True)
    text = file.read_text("utf-8")
    assert f"{file} 'two words'`, " in text
    assert re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC, nurseapp \d", text)
    assert re.search(r"\d+ processors, Python 3\.\d+", text)


@pytest.mark.parametrize(("title", "line"), [("", "- 1"), ("## Kills", "- 1"), ("Kills", "## 1")])
def test_a_section_has_one_title(tmp_path: Path, title: str, line: str) -> None:
    with pytest.raises(ValueError, match="one title"):
        write_section(title, [line], tmp_path / "report.md")
    assert not list(tmp_path.iterdir())
