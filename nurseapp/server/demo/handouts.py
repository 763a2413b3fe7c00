"""Handouts that were given, in the member's language, and how they were explained back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nurseapp.domain.case import Stage
from nurseapp.domain.fact import Fact
from nurseapp.domain.handout import HandoutWasGiven, TeachBack
from nurseapp.server.demo.scene import Scene, Told

_ANSWERS = [TeachBack.CORRECT, TeachBack.CORRECT, TeachBack.PARTLY, TeachBack.NOT_YET]


def handouts(scene: Scene, facts: Iterable[Fact]) -> Iterator[Told]:
    """Tell which handouts were given, for what the member has."""
    if not scene.has_reached(Stage.PLAN):
        return
    has = {None, *(fact.code for fact in facts)}
    for words in scene.programme.handouts:
        handout = scene.shelf.handout(words.id, scene.outline.language)
        if handout is None or words.code not in has or not scene.chance(0.8):
            continue
        at = scene.some_time(10 - scene.outline.opened, scene.until)
        yield scene.by_nurse(
            at,
            HandoutWasGiven(
                given=scene.new_id(at),
                handout=handout.id,
                version=handout.version,
                language=handout.language,
                title=handout.title,
                large_print=scene.outline.age >= 75,
                teach_back=scene.one(_ANSWERS),
            ),
        )
