"""A bug is reported by ids: never by what a nurse typed."""

import logging
import sys
import threading
from itertools import count

import pytest
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.failures import Failure, Failures

TYPED = "Elena said she cannot sleep"

pytestmark = pytest.mark.usefixtures("caplog")  # a bug that is reported is logged


@pytest.fixture
def failures(qtbot: QtBot) -> Failures:
    numbers = count(1)
    return Failures(lambda: f"n{next(numbers)}")


def bug() -> ValueError:
    try:
        raise ValueError(TYPED)
    except ValueError as error:
        return error


def test_a_report_names_kind_and_place_and_not_the_message(
    qtbot: QtBot, failures: Failures, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR), qtbot.waitSignal(failures.reported) as told:
        failures.report(bug())
    (failure,) = told.args
    assert isinstance(failure, Failure)
    assert failure.number == "n1"
    assert failure.kind == "builtins.ValueError"
    assert failure.places[-1].startswith(f"{__name__}.bug:")
    assert "n1" in caplog.text
    assert TYPED not in caplog.text
    assert TYPED not in repr(failure)


def test_only_the_innermost_places_are_kept(qtbot: QtBot, failures: Failures) -> None:
    def deep(levels: int) -> None:
        if levels:
            deep(levels - 1)
        raise ValueError

    with qtbot.waitSignal(failures.reported) as told:
        try:
            deep(100)
        except ValueError as error:
            failures.report(error)
    assert told.args is not None
    assert len(told.args[0].places) == 12


def test_an_exception_that_nobody_caught_is_reported(
    qtbot: QtBot,
    failures: Failures,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    failures.install()
    error = bug()
    with qtbot.waitSignal(failures.reported):
        sys.excepthook(ValueError, error, error.__traceback__)
    assert TYPED not in capsys.readouterr().err


def test_so_is_one_of_another_thread(
    qtbot: QtBot, failures: Failures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    failures.install()

    def run() -> None:
        raise ValueError(TYPED)

    with qtbot.waitSignal(failures.reported) as told:
        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
    assert told.args is not None
    assert told.args[0].places[-1].split(":")[0].endswith(".run")


def test_leaving_by_the_keyboard_is_no_bug(
    qtbot: QtBot, failures: Failures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    monkeypatch.setattr(sys, "__excepthook__", lambda *_: None)
    failures.install()
    with qtbot.assertNotEmitted(failures.reported):
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)


def test_so_is_one_that_nobody_can_catch(
    qtbot: QtBot,
    failures: Failures,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for place, name in ((sys, "excepthook"), (threading, "excepthook"), (sys, "unraisablehook")):
        monkeypatch.setattr(place, name, getattr(place, name))
    failures.install()

    class Fragile:
        def __del__(self) -> None:
            raise ValueError(TYPED)

    with qtbot.waitSignal(failures.reported) as told:
        Fragile()
    assert told.args is not None
    assert told.args[0].kind == "builtins.ValueError"
    assert TYPED not in capsys.readouterr().err
