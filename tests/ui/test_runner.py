"""The runner, with its real thread: calls there, results here, nothing lost and nothing blocked."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.runner import Runner


class Receiver(QObject):
    """Takes results, and notes in which thread."""

    told = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.done_with: list[object] = []
        self.failed_with: list[Exception] = []
        self.threads: set[int] = set()

    def done(self, value: object) -> None:
        self.done_with.append(value)
        self.threads.add(threading.get_ident())
        self.told.emit()

    def failed(self, error: Exception) -> None:
        self.failed_with.append(error)
        self.threads.add(threading.get_ident())
        self.told.emit()


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[Runner]:
    made = Runner()
    yield made
    made.close()


@pytest.fixture
def receiver(qtbot: QtBot) -> Receiver:
    return Receiver()


def raise_bug() -> None:
    raise LookupError("what a nurse typed")


def test_a_call_runs_elsewhere_and_its_result_arrives_in_the_main_thread(
    qtbot: QtBot, runner: Runner, receiver: Receiver
) -> None:
    with qtbot.waitSignal(receiver.told):
        runner.submit(threading.get_ident, receiver.done, receiver.failed)
    assert receiver.done_with != [threading.get_ident()]
    assert receiver.threads == {threading.get_ident()}


def test_an_exception_arrives_as_a_value(qtbot: QtBot, runner: Runner, receiver: Receiver) -> None:
    with qtbot.waitSignal(receiver.told):
        runner.submit(raise_bug, receiver.done, receiver.failed)
    (error,) = receiver.failed_with
    assert isinstance(error, LookupError)
    assert error.__traceback__ is not None
    assert receiver.done_with == []
    assert receiver.threads == {threading.get_ident()}


def test_after_an_exception_the_next_call_runs(
    qtbot: QtBot, runner: Runner, receiver: Receiver
) -> None:
    runner.submit(raise_bug, receiver.done, receiver.failed)
    runner.submit(lambda: "fine", receiver.done, receiver.failed)
    qtbot.waitUntil(lambda: receiver.done_with == ["fine"])


def test_calls_run_one_at_a_time_in_the_order_of_submission(
    qtbot: QtBot, runner: Runner, receiver: Receiver
) -> None:
    began: list[int] = []
    for number in range(50):
        runner.submit(partial(began.append, number), receiver.done, receiver.failed)
    qtbot.waitUntil(lambda: len(receiver.done_with) == 50)
    assert began == list(range(50))


def test_the_main_thread_goes_on_while_a_call_takes_long(
    qtbot: QtBot, runner: Runner, receiver: Receiver
) -> None:
    may_end = Event()
    runner.submit(may_end.wait, receiver.done, receiver.failed)
    QCoreApplication.processEvents()
    assert receiver.done_with == []
    may_end.set()
    qtbot.waitUntil(lambda: receiver.done_with == [True])


class NotQt:
    """Has a method and no thread."""

    def done(self, value: object) -> None:
        raise AssertionError(value)


@pytest.mark.parametrize("wrong", [lambda value: None, print, NotQt().done, partial(print)])
def test_only_bound_methods_of_qobjects_may_receive(
    runner: Runner, receiver: Receiver, wrong: Callable[..., None]
) -> None:
    with pytest.raises(TypeError, match="bound method of a QObject"):
        runner.submit(raise_bug, wrong, receiver.failed)
    with pytest.raises(TypeError, match="bound method of a QObject"):
        runner.submit(raise_bug, receiver.done, wrong)


def test_a_result_for_somebody_who_is_gone_is_dropped(
    qtbot: QtBot, runner: Runner, receiver: Receiver
) -> None:
    may_end = Event()
    gone = Receiver()
    heard: list[object] = gone.done_with
    runner.submit(may_end.wait, gone.done, gone.failed)
    gone.deleteLater()
    QCoreApplication.sendPostedEvents(gone, QEvent.Type.DeferredDelete)
    may_end.set()
    with qtbot.waitSignal(receiver.told):
        runner.submit(lambda: "after", receiver.done, receiver.failed)
    assert heard == []
    assert receiver.done_with == ["after"]


def test_a_pending_result_keeps_nobody_alive(
    qtbot: QtBot, runner: Runner, receiver: Receiver
) -> None:
    may_end = Event()
    gone = Receiver()
    runner.submit(may_end.wait, gone.done, gone.failed)
    del gone
    may_end.set()
    with qtbot.waitSignal(receiver.told):
        runner.submit(lambda: "after", receiver.done, receiver.failed)
    assert receiver.done_with == ["after"]


def test_closing_runs_what_was_submitted_and_then_takes_no_more(
    qtbot: QtBot, receiver: Receiver
) -> None:
    runner = Runner()
    ran: list[int] = []
    for number in range(20):
        runner.submit(partial(ran.append, number), receiver.done, receiver.failed)
    runner.close()
    assert ran == list(range(20))
    QCoreApplication.processEvents()
    assert receiver.done_with == []
    with pytest.raises(RuntimeError, match="closed"):
        runner.submit(raise_bug, receiver.done, receiver.failed)


def test_closing_twice_does_no_harm(qtbot: QtBot) -> None:
    runner = Runner()
    runner.close()
    runner.close()
