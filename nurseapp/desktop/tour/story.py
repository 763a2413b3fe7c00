"""The story of the tour: one nurse's work on one case, then her supervisor's look."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt

from nurseapp.desktop.services.caseloads import Filter
from nurseapp.desktop.tour.stage import ALT, CTRL, Stage
from nurseapp.desktop.ui.frame.places import PlaceName
from nurseapp.desktop.ui.theme.palette import Scheme

MEMBER = "marquez"
GOAL = ("I want to sleep through the night.", "Sleep 7 hours on 5 nights a week", "Elena", "+14d")
NOTE = "Slept better this week. Daughter visits on Sunday."
Step = tuple[str, Callable[[], None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """What a person of the example organisation types to come in."""

    user: str
    password: str
    passphrase: str


def nurse_steps(stage: Stage, nurse: SignIn, server: str) -> Iterator[Step]:
    """Give the nurse's steps, in order: the name of the picture, and what is done for it."""
    yield "sign-in", lambda: _sign_in(stage, nurse, server)
    yield "caseload", lambda: _enter(stage)
    yield "today", lambda: _go(stage, PlaceName.TODAY)
    yield "case-summary", lambda: _open_member(stage)
    yield "care-plan", lambda: stage.press(Qt.Key.Key_2, ALT)
    yield "care-plan-goal-added", lambda: _add_goal(stage)
    yield "phq-9", lambda: _answer_phq_9(stage)
    yield "safety-panel", lambda: stage.type("1")
    yield "phq-9-signed", lambda: _end_safety_and_sign(stage)
    yield "audit-c-signed", lambda: _screen_audit_c(stage)
    yield "note", lambda: _write_note(stage)
    yield "received-records", lambda: stage.press(Qt.Key.Key_5, ALT)
    yield "handout-preview", lambda: _preview(stage, 1)
    yield "care-plan-preview", lambda: _preview(stage, -1)
    yield "inbox", lambda: _go(stage, PlaceName.INBOX)
    yield "library", lambda: _go(stage, PlaceName.LIBRARY)
    yield "synced", lambda: _sync(stage)
    yield "care-plan-dark", lambda: _show_dark(stage)
    yield "locked", lambda: _lock(stage)


def supervisor_steps(stage: Stage, supervisor: SignIn, server: str) -> Iterator[Step]:
    """Give the supervisor's steps."""

    def come_in() -> None:
        _sign_in(stage, supervisor, server)
        _enter(stage)
        _go(stage, PlaceName.TEAM)

    yield "supervisor-team", come_in
    yield "supervisor-caseload", lambda: stage.press(Qt.Key.Key_Return)
    yield "supervisor-case", lambda: _open_member(stage)


def print_papers(stage: Stage, folder: Path) -> Iterator[str]:
    """Write every paper of the main job; give the names of the files."""
    desk = stage.workplace.rooms.desk
    case = stage.workplace.rooms.case.holder.case
    papers = {f"handout-{h.id}-{h.language}.pdf": desk.handouts.pdf(h) for h in desk.handouts.all()}
    papers["visit-list.pdf"] = desk.printouts.visit_list(Filter.TODAY).pdf
    if case is not None:
        papers["care-plan.pdf"] = desk.printouts.care_plan(case.id)
    for name, pdf in papers.items():
        (folder / name).write_bytes(pdf)
        yield name


def _sign_in(stage: Stage, person: SignIn, server: str) -> None:
    stage.program.show(server)
    page = stage.program.entrance.first_run
    stage.wait("the first run is not shown", page.isVisible)
    stage.type(person.user)
    for secret in (person.password, person.passphrase, person.passphrase):
        stage.press(Qt.Key.Key_Tab)
        if not stage.is_in_text():  # the button that shows the secret before
            stage.press(Qt.Key.Key_Tab)
        stage.type(secret)


def _enter(stage: Stage) -> None:
    stage.press(Qt.Key.Key_Return)
    stage.wait("nobody came in", lambda: stage.program.workplace is not None)
    table = stage.workplace.rooms.caseload.view.table
    stage.wait("no cases arrived", lambda: table.model().rowCount() > 0)
    _sync(stage, go=False)


def _sync(stage: Stage, *, go: bool = True) -> None:
    done: list[object] = []
    stage.workplace.synced.connect(done.append)
    stage.press(Qt.Key.Key_F9)
    stage.wait("syncing did not end", lambda: bool(done))
    stage.workplace.synced.disconnect(done.append)
    if go:
        _go(stage, PlaceName.SYNC)


def _go(stage: Stage, place: PlaceName) -> None:
    number = list(PlaceName).index(place) + 1
    stage.press(Qt.Key(Qt.Key.Key_0 + number), CTRL)


def _open_member(stage: Stage) -> None:
    _go(stage, PlaceName.CASELOAD)
    stage.press(Qt.Key.Key_Slash)
    stage.type(MEMBER)
    stage.press(Qt.Key.Key_Return)
    stage.press(Qt.Key.Key_Return)
    holder = stage.workplace.rooms.case.holder
    stage.wait("the case did not open", lambda: holder.case is not None)


def _add_goal(stage: Stage) -> None:
    stage.press(Qt.Key.Key_Insert)
    stage.press(Qt.Key.Key_G)
    for value in GOAL:
        stage.type(value)
        stage.press(Qt.Key.Key_Tab)
    stage.press(Qt.Key.Key_Return, CTRL)


def _answer_phq_9(stage: Stage) -> None:
    stage.press(Qt.Key.Key_3, ALT)
    stage.press(Qt.Key.Key_Down)
    stage.press(Qt.Key.Key_Return)
    for points in "11221100":
        stage.type(points)


def _end_safety_and_sign(stage: Stage) -> None:
    stage.press(Qt.Key.Key_Space)
    stage.press(Qt.Key.Key_Return, CTRL)
    stage.type("11")
    stage.press(Qt.Key.Key_Return, CTRL)


def _screen_audit_c(stage: Stage) -> None:
    stage.press(Qt.Key.Key_Escape)
    stage.press(Qt.Key.Key_Up)
    stage.press(Qt.Key.Key_Return)
    stage.type("211")
    stage.press(Qt.Key.Key_Return, CTRL)


def _write_note(stage: Stage) -> None:
    stage.press(Qt.Key.Key_4, ALT)
    stage.press(Qt.Key.Key_N, CTRL)
    stage.type(NOTE)
    stage.press(Qt.Key.Key_Return, CTRL)


def _preview(stage: Stage, steps: int) -> None:
    stage.press(Qt.Key.Key_6, ALT)
    stage.press(Qt.Key.Key_Down if steps > 0 else Qt.Key.Key_Up)


def _show_dark(stage: Stage) -> None:
    _open_member(stage)
    stage.press(Qt.Key.Key_2, ALT)
    stage.program.theme.choose_scheme(Scheme.DARK)


def _lock(stage: Stage) -> None:
    stage.program.theme.choose_scheme(Scheme.LIGHT)
    stage.press(Qt.Key.Key_K, CTRL | ALT)
