"""Who imports whom: the contracts of pyproject.toml hold, and no import comes back to itself."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import rules
from tests.architecture.project import ROOT, Source, sources


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-cache"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_contracts_hold() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout
    assert " 0 broken" in done.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("domain/planted.py", "import msgspec"),
        ("domain/planted.py", "import nurseapp.wire"),
        ("printing/planted.py", "import nurseapp.exchange"),
        ("wire/planted.py", "import sqlalchemy"),
        ("desktop/ui/planted.py", "import nurseapp.desktop.storage"),
        ("desktop/services/planted.py", "import PySide6.QtCore"),
        ("desktop/storage/planted.py", "import httpx"),
        ("desktop/sync/planted.py", "import nurseapp.desktop.services"),
        ("server/planted.py", "import nurseapp.desktop"),
        ("server/planted.py", "import nurseapp.printing"),
    ],
)
def test_a_planted_import_breaks_a_contract(tmp_path: Path, module: str, line: str) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in (ROOT / "nurseapp").rglob("__init__.py"):
        copy = tmp_path / package.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text('"""A package."""\n')
    (tmp_path / "nurseapp" / module).write_text(f"{line}\n")
    done = lint_imports(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "BROKEN" in done.stdout


def test_no_import_comes_back_to_itself() -> None:
    assert rules.cycles(rules.import_graph(sources("nurseapp"))) == []


def test_a_planted_cycle_is_found() -> None:
    planted = (
        Source.of("from nurseapp.domain import b", "nurseapp/domain/a.py"),
        Source.of("import nurseapp.domain.c", "nurseapp/domain/b.py"),
        Source.of("if True:\n    from nurseapp.domain.a import x", "nurseapp/domain/c.py"),
        Source.of("import nurseapp.domain.a", "nurseapp/domain/outside.py"),
    )
    assert rules.cycles(rules.import_graph(planted)) == [
        [f"nurseapp.domain.{name}" for name in ("a", "b", "c", "a")]
    ]
