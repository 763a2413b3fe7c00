"""A test that logs a warning without expecting one fails."""

from pathlib import Path

from tests.installer.test_skips import run

TESTS = """
import logging

def test_expects(caplog):
    logging.getLogger("a").warning("expected")
    assert caplog.messages == ["expected"]

def test_does_not_expect():
    logging.getLogger("a").warning("unexpected")
    assert True

def test_only_informs():
    logging.getLogger("a").info("all is well")
    assert True
"""


def test_a_warning_that_nobody_expected_fails_its_test(tmp_path: Path) -> None:
    done = run(tmp_path, TESTS, full=False)
    assert done.returncode == 1
    assert "test_planted.py::test_does_not_expect" in done.stdout
    assert "a: unexpected" in done.stdout
    assert "3 passed, 1 error" in done.stdout
