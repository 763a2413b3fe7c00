"""Programs run while a person watches."""

import sys

import pytest

from installer.progress import StoppedError, run_shown

TEN_LINES = [sys.executable, "-c", "for n in range(25): print('line', n)"]


def test_one_line_in_ten_is_shown_where_there_is_no_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run_shown(TEN_LINES, lambda line: line)
    assert capsys.readouterr().out.splitlines() == ["  line 0", "  line 10", "  line 20"]


def test_one_line_changes_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    run_shown(TEN_LINES, lambda line: line if line != "line 7" else None)
    said = capsys.readouterr().out
    assert said.count("\r") == 24
    assert said.endswith("\r  line 24\n")


def test_a_failure_shows_the_end_of_what_was_said_and_the_command() -> None:
    program = "import sys\nfor n in range(99): print('line', n)\nsys.exit(5)"
    with pytest.raises(StoppedError) as stopped:
        run_shown([sys.executable, "-c", program], lambda line: None)
    lines = str(stopped.value).splitlines()
    assert lines[0] == "line 79"
    assert "line 98" in lines
    assert "Failed (5): " in str(stopped.value)


def test_a_program_that_is_not_there_is_named() -> None:
    with pytest.raises(StoppedError, match="no-such-program is not there"):
        run_shown(["no-such-program"], lambda line: line)
