"""Programs run while a person watches: a changing line on a terminal, plain lines elsewhere.

Knows nothing of what is run. Called by the other modules of the installer.
"""

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path


class StoppedError(Exception):
    """Stop with a sentence that says what is wrong and what to do."""


def say(text: str) -> None:
    """Print a line at once, also into a pipe."""
    print(text, flush=True)


def run_shown(
    command: Sequence[str | Path],
    news: Callable[[str], str | None],
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run a program to its end, showing what `news` makes of each of its lines.

    Raises StoppedError with the end of what it said when it fails or is not there.
    """
    said: list[str] = []
    line = _Line()
    try:
        with subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=environment,
        ) as process:
            for text in process.stdout or ():
                said.append(text.rstrip())
                shown = news(said[-1])
                if shown:
                    line.show(shown)
    except FileNotFoundError as error:
        raise StoppedError(f"{command[0]} is not there: {error}") from error
    finally:
        line.end()
    if process.returncode != 0:
        words = " ".join(str(word) for word in command)
        raise StoppedError("\n".join([*said[-20:], f"Failed ({process.returncode}): {words}"]))


class _Line:
    """The one line that changes; where the output is no terminal, one line in ten."""

    def __init__(self) -> None:
        self._width = 0
        self._shown = 0

    def show(self, text: str) -> None:
        text = f"  {text}"
        if sys.stdout.isatty():
            print(f"\r{text[:79]:<{self._width}}", end="", flush=True)
            self._width = min(len(text), 79)
        elif self._shown % 10 == 0:
            say(text)
        self._shown += 1

    def end(self) -> None:
        if self._width:
            print(flush=True)
