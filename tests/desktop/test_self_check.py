"""The self-check says of each part whether it is there, and fails when one is not."""

import io
import shutil
from pathlib import Path

from nurseapp.content.place import resources_folder
from nurseapp.desktop.self_check import main


def checked(resources: Path) -> tuple[int, list[str]]:
    """Run the checks; give the exit code and the lines."""
    out = io.StringIO()
    code = main(resources, out)
    return code, out.getvalue().splitlines()


def test_a_whole_installation_passes() -> None:
    code, lines = checked(resources_folder())

    assert code == 0
    assert len(lines) == 5
    assert all(line.startswith("    ok  ") for line in lines)
    assert "SQLCipher 4" in lines[1]
    assert "AUDIT-C, PHQ-9" in lines[3]


def test_what_is_missing_is_named_and_the_rest_is_checked_all_the_same(tmp_path: Path) -> None:
    code, lines = checked(tmp_path)

    assert code == 1
    assert [line[:6].strip() for line in lines] == ["ok", "ok", "ok", "FAILED", "FAILED"]


def test_a_damaged_form_is_named_by_its_file(tmp_path: Path) -> None:
    resources = tmp_path / "resources"
    shutil.copytree(resources_folder(), resources)
    policy = resources / "forms" / "phq-9" / "1" / "policy.toml"
    policy.write_text("short = ", encoding="utf-8")

    code, lines = checked(resources)

    assert code == 1
    assert lines[3].startswith("FAILED")
    assert "policy.toml" in lines[3]
