"""Work that can be halted in the middle, while others go on, and killed where it halts.

Each runs in a thread, but never two at once: whoever resumes a routine waits until it halts or
ends. So the program's own functions run as they are, and still the same way every time.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Semaphore, Thread, current_thread


class Killed(BaseException):
    """The process has ended here: nobody catches it, nothing is tidied up."""


class Routine:
    """Some work, begun by the first :meth:`resume`.

    Attributes:
        is_over: it came to its end, or was killed.
        was_killed: it did not come to its end.
    """

    def __init__(self, work: Callable[[], None]) -> None:
        self.is_over = False
        self.was_killed = False
        self._work = work
        self._may_run = Semaphore(0)
        self._has_halted = Semaphore(0)
        self._is_killed = False
        self._error: BaseException | None = None
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def is_running(self) -> bool:
        """Tell whether whoever asks is this routine."""
        return current_thread() is self._thread

    def resume(self) -> None:
        """Let it run until it halts or ends; raise what ended it, but for its being killed."""
        self._may_run.release()
        self._has_halted.acquire()
        if self._error is not None:
            raise self._error

    def halt(self) -> None:
        """Stop here until somebody resumes; called by the routine itself."""
        self._has_halted.release()
        self._may_run.acquire()
        if self._is_killed:
            raise Killed

    def kill(self) -> None:
        """End it where it stands."""
        if not self.is_over:
            self._is_killed = True
            self.resume()

    def _run(self) -> None:
        self._may_run.acquire()
        try:
            if not self._is_killed:
                self._work()
        except Killed:
            self.was_killed = True
        except BaseException as error:  # handed over to whoever waits
            self._error = error
        finally:
            self.is_over = True
            self._has_halted.release()
