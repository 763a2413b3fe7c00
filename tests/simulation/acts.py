"""What people do at their desks, through the services of the product wherever there is one.

Each act looks at what the screen shows and does something that makes sense there; where there is
nothing to do it to, nothing is done. Refusals are part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from nurseapp.desktop.services.screenings import OpenScreening
from nurseapp.domain.appointment import Appointment
from nurseapp.domain.case import Case, CaseRevised, Stage
from nurseapp.domain.contact import Channel, Contact, ContactMarkedAsError, Outcome
from nurseapp.domain.events import Act
from nurseapp.domain.goal import Goal, GoalStatus
from nurseapp.domain.handout import HandoutWasGiven
from nurseapp.domain.ids import CaseId
from nurseapp.domain.intervention import Intervention
from nurseapp.domain.member import ConsentAnswer, ConsentRecorded, Member, MemberRevised
from nurseapp.domain.note import Note
from nurseapp.domain.problem import Problem
from nurseapp.domain.revising import Change, Conflict, FieldValue
from nurseapp.domain.safety import SafetyConcern
from nurseapp.domain.screening import Screening, ScreeningAnswered, ScreeningState
from nurseapp.domain.streams import Record, StreamKind
from tests.simulation.chance import Chance
from tests.simulation.device import Desk

R = TypeVar("R", bound=Record)
FIRST_DAY = date(2026, 12, 1)
WORDS = ("walk", "sleep", "weigh", "eat", "call", "rest", "drink", "write")


class Situation:
    """Somebody before a case."""

    def __init__(self, desk: Desk, case: CaseId, chance: Chance) -> None:
        self.desk = desk
        self.case = case
        self.chance = chance
        self._streams = desk.cases.open(case)

    def all(self, kind: type[R]) -> list[R]:
        """Give every record of a kind that the screen shows."""
        return [record for stream in self._streams.values() for record in stream.of(kind)]

    def one(self, kind: type[R]) -> R | None:
        """Look at one record of a kind, most likely at the first: so do others."""
        found = self.all(kind)
        if not found:
            return None
        return found[0] if self.chance.happens(0.4) else self.chance.pick(found)

    def shows(self, kind: StreamKind) -> bool:
        """Tell whether a compartment is on the screen."""
        return kind in self._streams

    def words(self) -> str:
        """Find words."""
        return " ".join(self.chance.some(WORDS, 3)) + f" {self.chance.between(0, 99)}"

    def day(self) -> date:
        """Choose a day."""
        return FIRST_DAY + timedelta(days=self.chance.between(0, 60))


Doing = Callable[[Situation], None]


def write_note(s: Situation) -> None:
    """Write a note, or an addendum to one."""
    note = s.one(Note) if s.chance.happens(0.3) else None
    s.desk.notes.write(s.case, s.words(), note.id if note else None)


def mark_note(s: Situation) -> None:
    """Mark a note as an error."""
    if note := s.one(Note):
        s.desk.notes.mark_as_error(s.case, note.id, "another member's")


def log_contact(s: Situation) -> None:
    """Log a call."""
    s.desk.notes.log_contact(s.case, "Ada", Channel.PHONE, Outcome.REACHED, s.words())


def add_to_plan(s: Situation) -> None:
    """Add a problem with a goal, a goal, a barrier or an intervention."""
    problem, goal = s.one(Problem), s.one(Goal)
    if problem is None or s.chance.happens(0.2):
        added = s.desk.plans.add_problem(s.case, s.words())
        s.desk.plans.add_goal(s.case, added, {"outcome": s.words(), "due": s.day()})
    elif goal is None or s.chance.happens(0.4):
        s.desk.plans.add_goal(s.case, problem.id, {"outcome": s.words(), "due": s.day()})
    elif s.chance.happens(0.5):
        s.desk.plans.add_barrier(s.case, goal.id, {"title": s.words(), "due": s.day()})
    else:
        s.desk.plans.add_intervention(s.case, goal.id, {"title": s.words(), "due": s.day()})


def revise_goal(s: Situation) -> None:
    """Change one or two fields of a goal."""
    goal = s.one(Goal)
    if goal is None:
        return
    lines = goal.outcome.split("\n")
    lines[s.chance.between(0, len(lines) - 1)] = s.words()
    wanted: Mapping[str, FieldValue] = {
        "due": s.day(),
        "importance": s.chance.between(0, 10),
        "outcome": "\n".join(lines),
        "status": s.chance.pick(tuple(GoalStatus)),
        "words": s.words(),
    }
    chosen = s.chance.some((*wanted, "outcome", "outcome"), 2)
    s.desk.plans.revise(s.case, goal, {name: wanted[name] for name in chosen})


def revise_line(s: Situation) -> None:
    """Change a problem or an intervention."""
    if problem := s.one(Problem):
        s.desk.plans.revise(s.case, problem, {"priority": s.chance.between(1, 5)})
    if intervention := s.one(Intervention):
        s.desk.plans.revise(s.case, intervention, {"due": s.day()})


def void_line(s: Situation) -> None:
    """Say that a goal or an intervention was entered in error."""
    kinds: tuple[type[Goal | Intervention], ...] = (Goal, Intervention)
    line = s.one(s.chance.pick(kinds))
    if line is not None:
        s.desk.plans.void(s.case, line, "entered twice")


def undo(s: Situation) -> None:
    """Take back the last act on the plan."""
    if s.desk.plans.can_undo(s.case) is not None:
        s.desk.plans.undo(s.case)


def revise_case(s: Situation) -> None:
    """Move the case on, or change its tags."""
    case = s.one(Case)
    if case is None:
        return
    tags = {tag for tag in case.tags if s.chance.happens(0.7)} | {s.chance.pick(WORDS)}
    changes = {"tags": Change(was=case.tags, now=tuple(sorted(tags)))}
    if s.chance.happens(0.3):
        stage = s.chance.pick((Stage.ASSESS, Stage.PLAN, Stage.MONITOR))
        changes["stage"] = Change(was=case.stage, now=stage)
    _append(s, CaseRevised(record=case.id, changes=changes))


def revise_member(s: Situation) -> None:
    """Correct a phone number, or a name, which is for a supervisor to settle."""
    member = s.one(Member)
    if member is None:
        return
    name = s.chance.weighted(("phone", "place", "family_name"), (4, 2, 1))
    now = f"555-{s.chance.between(1000, 9999)}"
    changes = {name: Change(was=getattr(member, name), now=now)}
    _append(s, MemberRevised(record=member.id, changes=changes))


def record_consent(s: Situation) -> None:
    """Record an answer about consent."""
    answer = s.chance.pick(tuple(ConsentAnswer))
    consent = s.desk.author.new_id()
    _append(s, ConsentRecorded(consent=consent, to="case-management", answer=answer))


def give_handout(s: Situation) -> None:
    """Give a handout."""
    body = HandoutWasGiven(
        given=s.desk.author.new_id(),
        handout="low-salt",
        version="1",
        language="en",
        title="Eating with less salt",
    )
    _append(s, body)


def screen(s: Situation) -> None:
    """Begin a form or go on with it: answer, sign or decline."""
    mine = [d for d in s.all(Screening) if d.state is ScreeningState.DRAFT]
    if any(draft.by != s.desk.author.user for draft in mine) or len(mine) > 1:
        return  # which of several is opened, the clock says
    if not s.shows(StreamKind.CARE) or not s.shows(StreamKind.BEHAVIOURAL):
        return
    shown = s.desk.screenings.start(s.case, "phq-9")
    items = [item for item in shown.form.policy.items if item not in _urgent(shown)]
    urgent = s.chance.pick(_urgent(shown))
    if s.chance.happens(0.15):
        s.desk.screenings.decline(shown, "too tired")
        return
    if s.chance.happens(0.5):
        shown = s.desk.screenings.answer(shown, urgent, s.chance.between(0, 3))
    for item in s.chance.some(items, 2):
        shown = s.desk.screenings.answer(shown, item, s.chance.between(0, 3))
    if s.chance.happens(0.4):
        answers = {**dict.fromkeys(items, 1), **shown.answers, urgent: 0}
        s.desk.screenings.sign(replace(shown, answers=answers))


def answer_what_is_signed(s: Situation) -> None:
    """Answer a form that is still open on a screen, though it was signed meanwhile."""
    signed = [r for r in s.all(Screening) if r.state is not ScreeningState.DRAFT]
    if signed:
        form = s.chance.pick(signed)
        answered = ScreeningAnswered(
            screening=form.id,
            form=form.form,
            version=form.version,
            language=form.language,
            item="1",
            points=s.chance.between(0, 3),
        )
        _append(s, answered)


def _urgent(shown: OpenScreening) -> tuple[str, ...]:
    return shown.form.policy.safety_items


def end_concern(s: Situation) -> None:
    """Say what was done about a safety concern."""
    concern = s.one(SafetyConcern)
    if concern is not None and concern.outcome is None:
        s.desk.screenings.end_concern_done(s.case, concern.id, ("asked",))


def plan_appointment(s: Situation) -> None:
    """Agree on a day, or on another."""
    appointment = s.one(Appointment)
    if appointment is None or s.chance.happens(0.4):
        s.desk.notes.plan_appointment(s.case, s.words(), s.day())
    elif s.chance.happens(0.6):
        s.desk.notes.move_appointment(s.case, appointment, s.day())
    else:
        s.desk.notes.appointment_done(s.case, appointment)


def settle(s: Situation) -> None:
    """Settle a conflict: what stands, what the later one wanted, or both."""
    shown = {one.conflict.id: one for one in s.desk.conflicts.open() if one.row.case == s.case}
    found = [shown[conflict.id] for conflict in s.all(Conflict) if conflict.id in shown]
    if found:
        one = s.chance.pick(found)
        values = (one.stands, one.conflict.mine, one.both or one.stands)
        s.desk.conflicts.settle(one, s.chance.pick(values))


def mark_contact(s: Situation) -> None:
    """Mark a contact as logged by mistake."""
    if contact := s.one(Contact):
        _append(s, ContactMarkedAsError(contact=contact.id, reason="a wrong number"))


def type_draft(s: Situation) -> None:
    """Half type a note."""
    s.desk.drafts.keep(f"{s.case}/note", s.words())


def propose_closing(s: Situation) -> None:
    """Propose to close the case."""
    s.desk.assignments.propose_closing(s.case, s.words())


ACTS: tuple[tuple[Doing, float], ...] = (
    (revise_goal, 30),
    (write_note, 10),
    (add_to_plan, 8),
    (revise_line, 5),
    (void_line, 6),
    (undo, 5),
    (screen, 12),
    (answer_what_is_signed, 3),
    (end_concern, 3),
    (settle, 6),
    (revise_case, 6),
    (revise_member, 5),
    (plan_appointment, 7),
    (mark_note, 3),
    (log_contact, 2),
    (mark_contact, 2),
    (record_consent, 2),
    (give_handout, 2),
    (type_draft, 2),
    (propose_closing, 1),
)
_OVERSEES: tuple[tuple[Doing, float], ...] = ((settle, 10), (revise_goal, 1), (write_note, 1))


def act(desk: Desk, case: CaseId, chance: Chance, *, oversees: bool) -> None:
    """Let somebody do something to a case.

    Args:
        oversees: it is a supervisor, whose work is to settle; whatever else is tried is refused.
    """
    acts = _OVERSEES if oversees else ACTS
    chosen = chance.weighted([one for one, _ in acts], [weight for _, weight in acts])
    chosen(Situation(desk, case, chance))


def _append(s: Situation, body: Act) -> None:
    s.desk.cases.append([s.desk.author.event(s.case, body)])
