"""Sizes, names, docstrings, ignores, values: every file holds to the rules of the house."""

from collections.abc import Callable, Iterator

import pytest

from tests.architecture import rules
from tests.architecture.project import ROOT, Source, sources

Rule = Callable[[Source], Iterator[str]]
EVERYWHERE = ("nurseapp", "installer", "tests")
APPLICATION = ("nurseapp", "installer")
PURE = tuple(f"nurseapp/{floor}" for floor in ("domain", "content", "wire", "printing", "exchange"))
HOLDS_PLANTED_FAULTS = "tests/architecture/test_house.py"
MAY_HOLD_SQL = (
    *("nurseapp/desktop/storage", "nurseapp/server/store", "nurseapp/server/migrations"),
    "nurseapp/server/embedded.py",
)


def public_docstrings(source: Source) -> Iterator[str]:
    return rules.public_docstrings(source, rules.documented_methods(sources(*APPLICATION)))


RULES: list[tuple[Rule, tuple[str, ...]]] = [
    (rules.sizes, APPLICATION),
    (rules.names, EVERYWHERE),
    (rules.module_docstring, EVERYWHERE),
    (public_docstrings, APPLICATION),
    (rules.ignores, EVERYWHERE),
    (rules.values, PURE),
    (rules.systems, APPLICATION),
    (rules.unfinished, EVERYWHERE),
]

SEVEN = ", ".join(f"p{number}" for number in range(7))
PLANTED: list[tuple[Rule, str]] = [
    (rules.sizes, "x = 1\n" * 401),
    (rules.sizes, "def long():\n" + "    x = 1\n" * 50),
    (rules.sizes, f"def wide({SEVEN}): ..."),
    (rules.sizes, f"class A:\n    def wide(self, *, {SEVEN}): ..."),
    (rules.sizes, "class Big:\n" + "".join(f"    def m{n}(self): ...\n" for n in range(21))),
    (rules.module_docstring, "x = 1"),
    (rules.public_docstrings, "class Goal: ..."),
    (rules.public_docstrings, "def add(): ..."),
    (rules.public_docstrings, "async def add(): ..."),
    (rules.public_docstrings, 'class Goal:\n    """Hold one."""\n    def add(self): ...'),
    (rules.ignores, "x = 1  # noqa"),
    (rules.ignores, "x = 1  # noqa: S101"),
    (rules.ignores, "x = 1  # type: ignore"),
    (rules.ignores, "x = 1  # type: ignore[arg-type]"),
    (rules.ignores, "x = 1  # pragma: no cover"),
    (rules.values, "@dataclass\nclass Goal: ..."),
    (rules.values, "@dataclass(frozen=True, slots=True)\nclass Goal: ..."),
    (rules.values, "@dataclass(frozen=True, slots=True, kw_only=False)\nclass Goal: ..."),
    (rules.systems, "import fcntl"),
    (rules.systems, "try:\n    from pwd import getpwnam\nexcept ImportError:\n    pass"),
    (rules.sql, 'x = "SELECT name FROM member"'),
    (rules.sql, 'x = """\n    INSERT INTO member VALUES (1)"""'),
    (rules.unfinished, "# TODO: later"),
]

FINE: list[tuple[Rule, str]] = [
    (rules.sizes, f"class A:\n    def just(self, {', '.join('abcdef')}): ..."),
    (rules.public_docstrings, "def _own(): ..."),
    (
        rules.public_docstrings,
        'class Row(Model):\n    """Hold one."""\n    def rowCount(self): ...',
    ),
    (rules.ignores, "x = 1  # noqa: S101  # the shell's own test, nothing of ours"),
    (rules.ignores, "x = 1  # type: ignore[arg-type]  # Qt's stub says otherwise"),
    (rules.values, "@dataclass(frozen=True, slots=True, kw_only=True)\nclass Goal: ..."),
    (rules.systems, "def lock():\n    import fcntl"),
    (rules.sql, 'x = "Select a member from the list"'),
]


@pytest.mark.parametrize(("rule", "folders"), RULES, ids=[rule.__name__ for rule, _ in RULES])
def test_every_file_holds_to_the_rule(rule: Rule, folders: tuple[str, ...]) -> None:
    checked = (s for s in sources(*folders) if s.path != HOLDS_PLANTED_FAULTS)
    assert [wrong for source in checked for wrong in rule(source)] == []


def test_sql_is_written_in_the_stores_alone() -> None:
    outside = (s for s in sources("nurseapp") if not s.path.startswith(MAY_HOLD_SQL))
    assert [wrong for source in outside for wrong in rules.sql(source)] == []


@pytest.mark.parametrize(("rule", "text"), PLANTED)
def test_a_planted_fault_is_found(rule: Rule, text: str) -> None:
    assert list(rule(Source.of(text)))


@pytest.mark.parametrize(("rule", "text"), FINE)
def test_what_is_fine_is_let_through(rule: Rule, text: str) -> None:
    assert list(rule(Source.of(text))) == []


@pytest.mark.parametrize(
    "path", ["nurseapp/domain/utils.py", "nurseapp/common/goal.py", "installer/helpers.py"]
)
def test_a_name_that_says_nothing_is_found(path: str) -> None:
    assert list(rules.names(Source.of("", path)))


def test_a_method_may_leave_its_words_to_the_class_that_it_overrides() -> None:
    base = 'class Field:\n    """Hold one."""\n    def value(self):\n        """Return it."""\n'
    text = '{}\nclass Number(Field):\n    """Hold one."""\n    def value(self): ...'
    documented = rules.documented_methods([Source.of(base)])
    assert list(rules.public_docstrings(Source.of(text.format(base)), documented)) == []
    assert list(rules.public_docstrings(Source.of(text.format(base)))) != []
    assert list(
        rules.public_docstrings(Source.of(text.format("").replace("Field", "X")), documented)
    )


def test_there_are_files_to_hold_to_the_rules() -> None:
    assert len(sources("nurseapp")) > 10
    assert all((ROOT / source.path).is_file() for source in sources(*EVERYWHERE))


def test_each_check_switched_off_in_the_configuration_says_why() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    section = text[text.index("[tool.ruff.lint]") : text.index("[tool.ruff.lint.flake8")]
    entries = [line for line in section.splitlines() if line.startswith('    "')]
    assert entries
    assert [line for line in entries if "  # " not in line] == []
