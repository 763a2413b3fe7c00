"""The project speaks of itself alone: no path of one machine, no download host."""

import re
from collections.abc import Iterator

import pytest

from tests.architecture.project import ROOT, files

FOREIGN = re.compile(
    r"index-url\b|find-links\b"
    r"|https?://\S+\.(?:whl|tgz|tar\.gz|deb)\b"
    r"|\b(?:pypi\.org|pythonhosted\.org|deb\.debian\.org|registry\.npmjs\.org)\b"
    r"|(?<![\w.])/(?:work|root|home|Users|tmp)/",
)
MAY_NAME_THEM = {
    "installer/environment.py",  # tells how to refresh the lock so that it names no host
    "tests/architecture/test_lock.py",  # plants what a lock must not name
    "tests/architecture/test_words.py",  # names what is looked for
}


def foreign_words(text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        found = FOREIGN.search(line)
        if found:
            yield f"{number}: {found[0]}"


def test_no_file_names_a_machine_or_a_download_host() -> None:
    wrong = []
    for path in files():
        name = path.relative_to(ROOT).as_posix()
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        if name not in MAY_NAME_THEM:
            wrong += [f"{name}:{word}" for word in foreign_words(text)]
    assert wrong == []


@pytest.mark.parametrize(
    "line",
    [
        "pip install --index-url here",
        "see https://example.org/a/package-1.0.tar.gz",
        "cd /work/here",
        "open('/tmp/x')",
        "from pypi.org",
    ],
)
def test_a_planted_word_is_found(line: str) -> None:
    assert list(foreign_words(line))
