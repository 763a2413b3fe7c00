"""The README says what an installation can decide."""

from __future__ import annotations

import re

from tests.architecture.project import ROOT

_SETTING = re.compile(r'"(NURSEAPP_[A-Z_]+)"')


def test_every_setting_of_the_api_and_of_the_desktop_is_explained() -> None:
    files = [ROOT / "nurseapp" / program / "settings.py" for program in ("server", "desktop")]
    code = "".join(file.read_text(encoding="utf-8") for file in files)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| `(NURSEAPP_[A-Z_]+)", readme, re.MULTILINE))
    assert set(_SETTING.findall(code)) == explained
