"""Three-way merge of long text by lines.

Both sides' changes are taken when unchanged lines lie between them. Where they touch, there is
no merge, and the caller opens a conflict record that holds both texts.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import pairwise


def merged_text(was: str, theirs: str, mine: str) -> str | None:
    """Merge two changes of one text, or give None where they touch the same place."""
    base = was.split("\n")
    edits = sorted({*_edits(base, theirs.split("\n")), *_edits(base, mine.split("\n"))})
    if any(start <= end for (_, end, _), (start, _, _) in pairwise(edits)):
        return None
    lines: list[str] = []
    position = 0
    for start, end, new in edits:
        lines += [*base[position:start], *new]
        position = end
    return "\n".join([*lines, *base[position:]])


def _edits(base: list[str], changed: list[str]) -> list[tuple[int, int, tuple[str, ...]]]:
    """List what replaces base[start:end], in order."""
    matcher = SequenceMatcher(None, base, changed, autojunk=False)
    return [
        (start, end, tuple(changed[from_:to]))
        for tag, start, end, from_, to in matcher.get_opcodes()
        if tag != "equal"
    ]
