"""The care plan as the member takes it home: their words first, then steps, with lines to sign.

Every page names whom it is about. Nothing is cut for room: a text of any length goes on on the
next page. A goal that is closed stands below the open ones with the word for it; a step or barrier
that asks for nothing any more is left to the nurse's own plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from nurseapp.domain.barrier import Barrier
from nurseapp.domain.care_plan import PlanNode
from nurseapp.domain.case import Case
from nurseapp.domain.goal import Goal, GoalStatus
from nurseapp.domain.intervention import Intervention, InterventionStatus
from nurseapp.domain.member import Member
from nurseapp.domain.problem import Problem, ProblemStatus
from nurseapp.printing.pages import Running, column_width, publish
from nurseapp.printing.sheet import Piece, Sheet, Style
from nurseapp.printing.stationery import Stamp, Stationery

_SIZE = 12.0
_HANG = 18.0
_TITLE = Style(size=21, bold=True, after=6)
_PLAIN = Style(size=_SIZE, after=3)
_PROBLEM = Style(size=16, bold=True, before=16, after=2)
_LABEL = Style(size=10.5, bold=True, grey=True, before=7, after=1)
_GOAL_LABEL = Style(size=10.5, bold=True, grey=True, before=12, after=1)
_CLOSED = Style(size=_SIZE, before=8, after=2)
_WORDS = Style(size=14, bold=True, after=3)
_STEP = Style(size=_SIZE, hang=_HANG, before=3)
_UNDER_STEP = Style(size=10.5, grey=True, indent=_HANG, after=2)
_BLANK = "_" * 18
_CLOSED_GOAL = {
    GoalStatus.MET: "goal_met",
    GoalStatus.NOT_MET: "goal_not_met",
    GoalStatus.STOPPED: "goal_stopped",
}
_PROBLEM_WORD = {ProblemStatus.WATCH: "problem_watch", ProblemStatus.RESOLVED: "problem_resolved"}


def care_plan_pdf(
    member: Member, case: Case, tree: Sequence[PlanNode], stationery: Stationery, stamp: Stamp
) -> bytes:
    """Print the member's copy of the plan, ``tree`` being the problems with what is below them."""
    sheet = Sheet(stationery, column_width(stationery.paper))
    say = sheet.wording.say
    since = [say("started", date=sheet.wording.day(case.opened_on))]
    if case.closed_on is not None:
        since.append(say("finished", date=sheet.wording.day(case.closed_on)))
    pieces = [
        sheet.text(say("care_plan"), _TITLE),
        sheet.text(" ".join([say("care_plan_intro"), *since]), _PLAIN),
    ]
    if not tree:
        pieces.append(sheet.text(say("no_problems"), _PLAIN))
    problems = [(node, node.record) for node in tree if isinstance(node.record, Problem)]
    for number, (node, problem) in enumerate(problems, 1):
        pieces += _problem(sheet, number, problem, node)
    pieces += [sheet.space(20), sheet.together(list(_signatures(sheet)))]
    running = Running(title=say("care_plan"), about=_about(sheet, member))
    return publish(sheet, pieces, running, stamp)


def _about(sheet: Sheet, member: Member) -> tuple[str, str]:
    born = sheet.wording.say("birth_date_unknown")
    if member.birth_date is not None:
        born = sheet.wording.say("born", date=sheet.wording.day(member.birth_date))
    names = [member.family_name.upper(), member.given_name]
    number = sheet.wording.say("number", number=member.number)
    return ", ".join(name for name in names if name), f"{born} · {number}"


def _problem(sheet: Sheet, number: int, problem: Problem, node: PlanNode) -> Iterator[Piece]:
    word = _PROBLEM_WORD.get(problem.status)
    title = f"{number}. {problem.title}" + (f" ({sheet.wording.say(word)})" if word else "")
    yield sheet.need(120)
    yield sheet.text(title, _PROBLEM)
    yield sheet.rule(after=2, weight=1.25)
    goals = [(child, child.record) for child in node.children if isinstance(child.record, Goal)]
    if not goals:
        yield sheet.text(sheet.wording.say("no_goals"), _CLOSED)
    for child, goal in goals:
        yield from _goal(sheet, child, goal)


def _goal(sheet: Sheet, node: PlanNode, goal: Goal) -> Iterator[Piece]:
    wording = sheet.wording
    closed = _CLOSED_GOAL.get(goal.status)
    if closed:
        yield sheet.text(goal.words or goal.outcome, _CLOSED, lead=f"{wording.say(closed)}:")
        return
    yield sheet.need(90)
    yield sheet.text(wording.say("my_goal"), _GOAL_LABEL)
    if goal.words.strip():
        yield sheet.text(f"“{goal.words.strip()}”", _WORDS)
        if goal.outcome.strip():
            yield sheet.text(goal.outcome, _PLAIN, lead=f"{wording.say('outcome')}:")
    else:
        yield sheet.text(goal.outcome, _WORDS)
    yield from _measures(sheet, goal)
    steps = [c.record for c in node.children if isinstance(c.record, Intervention)]
    shown = [step for step in steps if step.status is not InterventionStatus.STOPPED]
    if shown:
        yield sheet.need(50)
        yield sheet.text(wording.say("steps"), _LABEL)
    for step in shown:
        yield from _step(sheet, step)
    barriers = [c.record for c in node.children if isinstance(c.record, Barrier) and c.is_open]
    if barriers:
        yield sheet.need(50)
        yield sheet.text(wording.say("barriers"), _LABEL)
    for barrier in barriers:
        yield from _barrier(sheet, barrier)


def _measures(sheet: Sheet, goal: Goal) -> Iterator[Piece]:
    say = sheet.wording.say
    parts = []
    if goal.due is not None:
        parts.append(say("by_date", date=sheet.wording.day(goal.due)))
    if goal.owner.strip():
        parts.append(say("who", who=goal.owner))
    if parts:
        yield sheet.text(" · ".join(parts), _PLAIN)
    asked = {"importance": goal.importance, "confidence": goal.confidence}
    told = [say(label, number=number) for label, number in asked.items() if number is not None]
    if told:
        yield sheet.text(" · ".join(told), Style(size=10.5, grey=True, after=2))


def _step(sheet: Sheet, step: Intervention) -> Iterator[Piece]:
    done = step.status is InterventionStatus.DONE
    yield sheet.tick_box(step.title, _STEP, ticked=done)
    if done:
        yield sheet.text(sheet.wording.say("done"), _UNDER_STEP)
    else:
        yield from _who_and_when(sheet, step.owner, step.cadence, step.due)


def _barrier(sheet: Sheet, barrier: Barrier) -> Iterator[Piece]:
    yield sheet.text(barrier.title, _STEP, bullet="•")
    if barrier.action.strip():
        action = sheet.wording.say("barrier_action", action=barrier.action)
        yield sheet.text(action, Style(size=_SIZE, indent=_HANG))
    yield from _who_and_when(sheet, barrier.owner, "", barrier.due)


def _who_and_when(sheet: Sheet, owner: str, cadence: str, due: date | None) -> Iterator[Piece]:
    say = sheet.wording.say
    when = [cadence] if cadence.strip() else []
    if due is not None:
        when.append(sheet.wording.day(due))
    parts = [say("who", who=owner)] if owner.strip() else []
    if when:
        parts.append(say("when", when=", ".join(when)))
    if parts:
        yield sheet.text(" · ".join(parts), _UNDER_STEP)


def _signatures(sheet: Sheet) -> Iterator[Piece]:
    say = sheet.wording.say
    # Name and number are written by hand: who prints the plan is not always whom to call.
    contact = f"{say('my_nurse')} {_BLANK}  {say('phone')} {_BLANK}"
    emergency = sheet.text(say("emergency"), Style(size=_SIZE, bold=True))
    yield sheet.box([emergency, [sheet.space(8), sheet.text(contact, _PLAIN)]])
    yield sheet.space(14)
    yield sheet.text(say("agreed"), Style(size=14, bold=True))
    for label in ("signature_member", "signature_carer", "signature_nurse"):
        yield sheet.signature([(say(label), 3), (say("signature_date"), 1)])
    yield sheet.space(8)
    yield sheet.tick_box(say("agreed_verbally"), _STEP)
