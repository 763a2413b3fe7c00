"""The rules of the house as functions: a source in, what is wrong with it out.

Pure, so that each can be shown a planted example that it must refuse.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from tests.architecture.project import Source

SAYS_NOTHING = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "base"}
ONE_SYSTEM_ONLY = {
    *("fcntl", "grp", "pty", "pwd", "resource", "syslog", "termios", "tty"),
    *("msvcrt", "winreg", "winsound", "_winapi"),
}
QT_IN_LOWER_CASE = {"data", "event", "flags", "index", "parent", "sibling", "span"}
VALUE_OPTIONS = {"frozen", "slots", "kw_only"}
_IGNORE = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:\s*no cover)(?P<rest>.*)")
_CODE_AND_REASON = re.compile(r"(:\s*[A-Z]+[0-9]+(,\s*[A-Z]+[0-9]+)*|\[[a-z-, ]+\])\s+#\s*\S.{9,}")
_SQL = re.compile(
    r"\s*(SELECT\s.+\sFROM|INSERT INTO|UPDATE \S+ SET|DELETE FROM|(CREATE|ALTER|DROP) "
    r"(TABLE|INDEX|ROLE|DATABASE|POLICY|VIEW))\s",
    re.DOTALL,
)
_UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def sizes(source: Source) -> Iterator[str]:
    """Find files over 400 lines, functions over 50, classes over 20 methods, over 6 parameters."""
    lines = source.text.count("\n")
    if lines > 400:
        yield f"{source.path}: {lines} lines"
    for node in ast.walk(source.tree):
        if isinstance(node, Function):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > 50:
                yield f"{source.path}:{node.lineno} {node.name}: {length} lines"
            named = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            count = sum(argument.arg not in {"self", "cls"} for argument in named)
            if count > 6:
                yield f"{source.path}:{node.lineno} {node.name}: {count} parameters"
        if isinstance(node, ast.ClassDef):
            methods = sum(isinstance(child, Function) for child in node.body)
            if methods > 20:
                yield f"{source.path}:{node.lineno} {node.name}: {methods} methods"


def names(source: Source) -> Iterator[str]:
    """Find modules and packages whose names say nothing."""
    for part in PurePosixPath(source.path).with_suffix("").parts:
        if part in SAYS_NOTHING:
            yield f"{source.path}: the name {part} says nothing"


def module_docstring(source: Source) -> Iterator[str]:
    """Find modules that do not say what they are for."""
    if not ast.get_docstring(source.tree):
        yield f"{source.path}: no docstring"


def documented_methods(sources: Iterable[Source]) -> frozenset[tuple[str, str]]:
    """List the methods that say what they do, each with the name of its class."""
    return frozenset(
        (owner.name, node.name)
        for source in sources
        for owner in source.tree.body
        if isinstance(owner, ast.ClassDef)
        for node in owner.body
        if isinstance(node, Function) and ast.get_docstring(node)
    )


def public_docstrings(
    source: Source, documented: frozenset[tuple[str, str]] = frozenset()
) -> Iterator[str]:
    """Find public classes and functions without a docstring.

    A method may leave its words to the class that it overrides: one of ours, given in `documented`,
    or Qt's, known by camelCase and a few names.
    """
    classes = [node for node in source.tree.body if isinstance(node, ast.ClassDef)]
    owners: list[ast.Module | ast.ClassDef] = [source.tree]
    owners += [node for node in classes if not node.name.startswith("_")]
    for owner in owners:
        bases = owner.bases if isinstance(owner, ast.ClassDef) else []
        above = {ast.unparse(base).partition("[")[0].rpartition(".")[2] for base in bases}
        for node in owner.body:
            if not isinstance(node, Function | ast.ClassDef) or node.name.startswith("_"):
                continue
            overrides = bool(bases) and (
                node.name != node.name.lower()
                or node.name in QT_IN_LOWER_CASE
                or any((base, node.name) in documented for base in above)
            )
            if not overrides and not _is_setter(node) and not ast.get_docstring(node):
                yield f"{source.path}:{node.lineno} {node.name}: no docstring"


def _is_setter(node: Function | ast.ClassDef) -> bool:
    return any(
        isinstance(decorator, ast.Attribute) and decorator.attr == "setter"
        for decorator in node.decorator_list
    )


def ignores(source: Source) -> Iterator[str]:
    """Find comments that silence a checker without its code and a reason."""
    for number, line in enumerate(source.text.splitlines(), 1):
        found = _IGNORE.search(line)
        if found and not _CODE_AND_REASON.match(found["rest"]):
            yield f"{source.path}:{number} silences {found[1]} without a code and a reason"


def values(source: Source) -> Iterator[str]:
    """Find dataclasses that are not frozen, slotted and made by keyword."""
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.ClassDef):
            continue
        for decorator in node.decorator_list:
            call = decorator.func if isinstance(decorator, ast.Call) else decorator
            if not isinstance(call, ast.Name) or call.id != "dataclass":
                continue
            given = decorator.keywords if isinstance(decorator, ast.Call) else []
            true = {k.arg for k in given if isinstance(k.value, ast.Constant) and k.value.value}
            if not true >= VALUE_OPTIONS:
                yield f"{source.path}:{node.lineno} {node.name}: not frozen, slots and kw_only"


def systems(source: Source) -> Iterator[str]:
    """Find modules of one system only, imported at the top of a module."""
    for name in imported(source):
        if name.partition(".")[0] in ONE_SYSTEM_ONLY:
            yield f"{source.path}: imports {name}, which not every system has"


def sql(source: Source) -> Iterator[str]:
    """Find SQL statements."""
    for node in ast.walk(source.tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and _SQL.match(node.value)
        ):
            yield f"{source.path}:{node.lineno} holds SQL"


def unfinished(source: Source) -> Iterator[str]:
    """Find marks of unfinished work."""
    for number, line in enumerate(source.text.splitlines(), 1):
        if _UNFINISHED.search(line):
            yield f"{source.path}:{number} is marked as unfinished"


def imported(source: Source) -> Iterator[str]:
    """Name what a module imports at its top; `from a.b import c` names `a.b.c`.

    Top means outside functions; conditions and classes are looked into.
    """
    open_nodes: list[ast.AST] = list(source.tree.body)
    while open_nodes:
        node = open_nodes.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif not isinstance(node, Function):
            open_nodes += ast.iter_child_nodes(node)


def cycles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Find one cycle for each module from which a walk along the imports comes back to itself."""
    done: set[str] = set()
    found: list[list[str]] = []

    def walk(module: str, path: list[str]) -> None:
        if module in path:
            found.append([*path[path.index(module) :], module])
        elif module not in done:
            for target in sorted(graph.get(module, ())):
                walk(target, [*path, module])
            done.add(module)

    for module in sorted(graph):
        walk(module, [])
    return found


def import_graph(sources: tuple[Source, ...]) -> dict[str, set[str]]:
    """Say which module imports which, among the modules given."""
    modules = {_module_name(source.path): source for source in sources}
    return {
        name: {
            target
            for imported_name in imported(source)
            for target in (imported_name, imported_name.rpartition(".")[0])
            if target in modules
        }
        - {name}
        for name, source in modules.items()
    }


def _module_name(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
