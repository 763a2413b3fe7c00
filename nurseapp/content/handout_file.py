"""One handout in one language: ``resources/handouts/<id>/<language>.md``.

TOML between two lines of ``+++``, then a small part of Markdown: ``## heading``, paragraphs,
``- bullet``, and ``> **Box title**`` with ``>`` lines for a framed box. A blank line ends a block.
Nothing else is understood, so that what is printed is what was written. Called by the library.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nurseapp.content.readability import measure
from nurseapp.content.reading import ContentError, StrictToml, parse_toml, read_text
from nurseapp.domain.handout import Block, BlockKind, Handout

FENCE = "+++"
_BOX_TITLE = re.compile(r"\*\*([^*]+)\*\*$")
_MARKUP = re.compile(r"[*`<>#|]|\]\(|^\d+\. ")


class FrontMatter(StrictToml, frozen=True):
    """What stands between the fences; ``reviewed`` is empty until clinicians have reviewed it."""

    version: str
    title: str
    topic: str
    teach_back: tuple[str, ...]
    sources: tuple[str, ...]
    licence: str
    reviewed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    number: int
    text: str


def read_handout(file: Path) -> Handout:
    """Read the handout in ``file``, whose folder is its id and whose stem is its language.

    Raises:
        ContentError: for anything outside the vocabulary, no source, no teach-back question, or
            no box before the second heading: what to do in an emergency stands on page 1.
    """
    lines = [_Line(number=n, text=t) for n, t in enumerate(read_text(file).splitlines(), 1)]
    fences = [line.number for line in lines if line.text == FENCE]
    if len(fences) != 2 or fences[0] != 1:
        raise ContentError(file, "line 1", f"must open with TOML between two lines of {FENCE}")
    front = parse_toml(file, "\n".join(line.text for line in lines[1 : fences[1] - 1]), FrontMatter)
    for name in ("version", "title", "topic", "teach_back", "sources", "licence"):
        if not getattr(front, name):
            raise ContentError(file, name, "must not be empty")
    blocks = tuple(_block(file, part) for part in _parts(lines[fences[1] :]))
    _check_emergency_box(file, blocks)
    text = [line for block in blocks for line in block.lines]
    readability = measure(text, file.stem)
    return Handout(
        id=file.parent.name,
        version=front.version,
        language=file.stem,
        title=front.title,
        topic=front.topic,
        blocks=blocks,
        teach_back=front.teach_back,
        sources=front.sources,
        licence=front.licence,
        reviewed=front.reviewed,
        grade=round(readability.flesch_kincaid, 1) if readability else None,
    )


def _parts(lines: list[_Line]) -> Iterator[list[_Line]]:
    part: list[_Line] = []
    for line in lines:
        if line.text.strip():
            part.append(line)
        elif part:
            yield part
            part = []
    if part:
        yield part


def _block(file: Path, part: list[_Line]) -> Block:
    first = part[0].text
    if first.startswith("## ") and len(part) == 1:
        return Block(kind=BlockKind.HEADING, lines=(_plain(file, part[0], first[3:]),))
    if first.startswith("- "):
        return Block(kind=BlockKind.BULLETS, lines=tuple(_bullets(file, part)))
    if first.startswith("> "):
        return _box(file, part)
    return Block(kind=BlockKind.PARAGRAPH, lines=(_joined(file, part),))


def _bullets(file: Path, part: list[_Line]) -> Iterator[str]:
    for line in part:
        if not line.text.startswith("- "):
            raise ContentError(file, f"line {line.number}", "a bullet is one line that opens «- »")
        yield _plain(file, line, line.text[2:])


def _box(file: Path, part: list[_Line]) -> Block:
    title = _BOX_TITLE.match(part[0].text[2:])
    if title is None:
        raise ContentError(file, f"line {part[0].number}", "a box opens with «> **its title**»")
    lines = [title[1]]
    for line in part[1:]:
        if not line.text.startswith("> "):
            raise ContentError(file, f"line {line.number}", "every line of a box opens with «> »")
        lines.append(_plain(file, line, line.text[2:]))
    return Block(kind=BlockKind.BOX, lines=tuple(lines))


def _joined(file: Path, part: list[_Line]) -> str:
    return " ".join(_plain(file, line, line.text) for line in part)


def _plain(file: Path, line: _Line, text: str) -> str:
    found = _MARKUP.search(text)
    if found or not text.strip():
        what = f"«{found[0]}»" if found else "an empty line here"
        raise ContentError(file, f"line {line.number}", f"{what} is not understood in a handout")
    return text.strip()


def _check_emergency_box(file: Path, blocks: tuple[Block, ...]) -> None:
    headings = 0
    for block in blocks:
        headings += block.kind is BlockKind.HEADING
        if headings > 1:
            break
        if block.kind is BlockKind.BOX:
            return
    raise ContentError(
        file, "box", "what to do in an emergency must stand before the second heading"
    )
