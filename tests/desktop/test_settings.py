"""What an installation decides for a desktop."""

from __future__ import annotations

import pytest

from nurseapp.desktop.main import main
from nurseapp.desktop.settings import SettingError, is_shared


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, False),
        ({"NURSEAPP_COMPUTER": ""}, False),
        ({"NURSEAPP_COMPUTER": "shared"}, True),
        ({"NURSEAPP_COMPUTER": " shared "}, True),
    ],
)
def test_a_computer_is_shared_where_the_installation_says_so(
    environment: dict[str, str], expected: bool
) -> None:
    assert is_shared(environment) is expected


def test_anything_else_is_not_guessed_at() -> None:
    with pytest.raises(SettingError, match="«public»"):
        is_shared({"NURSEAPP_COMPUTER": "public"})


def test_a_wrong_setting_stops_the_program_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NURSEAPP_COMPUTER", "Shared")
    with pytest.raises(SystemExit) as caught:
        main([])
    assert caught.value.code == 2
    assert "NURSEAPP_COMPUTER can only be «shared», not «Shared»." in capsys.readouterr().err
