"""Calls, visits and notes: what the nurse did and wrote down on the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from nurseapp.domain.case import Stage
from nurseapp.domain.contact import Channel, ContactLogged, Outcome
from nurseapp.domain.note import NoteWritten
from nurseapp.server.demo.scene import Scene, Told

_MOST_CALLS = 5
_CHANNELS = [Channel.PHONE] * 6 + [Channel.VIDEO, Channel.VISIT]


def contacts(scene: Scene) -> Iterator[Told]:
    """Tell the first call and those that followed."""
    opened = -scene.outline.opened
    if not scene.has_reached(Stage.ASSESS):
        at = scene.some_time(opened, scene.until)
        yield _attempt(scene, at)
        return
    first = scene.one(scene.words.phrases.first_calls)
    at = scene.at(opened + 1, scene.between((20, 300)))
    yield _logged(scene, at, scene.outline.given, Outcome.REACHED, first)
    days = max(0, scene.until - opened - 2)
    count = min(_MOST_CALLS, 1 + days // 18)
    for number in range(count if days else 0):
        start = opened + 2 + days * number // count
        yield _call(scene, scene.some_time(start, opened + 2 + days * (number + 1) // count))


def notes(scene: Scene, need: str) -> Iterator[Told]:
    """Tell the notes of the outline, or notes that fit the programme and how far it has come."""
    written = [(scene.at(n.on, scene.between((30, 60))), n.text) for n in scene.outline.notes]
    if not written and scene.has_reached(Stage.ASSESS):
        fitting = {Stage.ASSESS: 1, Stage.PLAN: 2}.get(scene.outline.stage)
        texts = scene.some(scene.programme.notes[:fitting], 2)
        texts += scene.some(scene.words.phrases.notes, scene.between((0, 2)))
        opened = -scene.outline.opened
        written = [(scene.some_time(opened + 2, scene.until), text) for text in texts]
        if scene.has_reached(Stage.PLAN):
            summary = scene.one(scene.words.phrases.summaries)
            written.append((scene.at(opened + 8, 450), summary))
    for at, text in sorted(written):
        filled = scene.filled(text, need=need)
        yield scene.by_nurse(at, NoteWritten(note=scene.new_id(at), text=filled))


def _call(scene: Scene, at: datetime) -> Told:
    if scene.chance(0.15):
        return _attempt(scene, at)
    phrases, outline = scene.words.phrases, scene.outline
    if scene.chance(0.15):
        relative = scene.values["relative"]
        return _logged(
            scene, at, relative.capitalize(), Outcome.REACHED, scene.unsaid(phrases.with_relatives)
        )
    texts = phrases.interpreted if outline.interpreter and scene.chance(0.5) else phrases.calls
    return _logged(scene, at, outline.given, Outcome.REACHED, scene.unsaid(texts))


def _attempt(scene: Scene, at: datetime) -> Told:
    phrases = scene.words.phrases
    outcome = scene.one([Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE])
    texts = phrases.no_answers if outcome is Outcome.NO_ANSWER else phrases.messages
    return _logged(scene, at, scene.outline.given, outcome, scene.one(texts))


def _logged(scene: Scene, at: datetime, whom: str, outcome: Outcome, text: str) -> Told:
    reached = outcome is Outcome.REACHED
    channel = scene.one(_CHANNELS) if reached else Channel.PHONE
    return scene.by_nurse(
        at,
        ContactLogged(
            contact=scene.new_id(at),
            with_whom=whom,
            channel=channel,
            outcome=outcome,
            minutes=scene.between((6, 35)) if reached else None,
            text=scene.filled(text),
        ),
    )
