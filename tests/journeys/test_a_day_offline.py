"""A day offline.

Amara signs in at the office in the morning and syncs. Then the network is gone. She sees a member
at home: a PHQ-9 with an answer that cannot wait, a plan that she writes, changes and takes back,
notes, a handout, paper for the member. At noon she locks her laptop and unlocks it again. What
must be decided by the server says so and is not done. In the evening one round brings everything
to the server, the safety concern before anything else, and a second one moves nothing.
"""

from collections import Counter
from datetime import date
from functools import partial

import pytest

from nurseapp.desktop.services.caseloads import Filter
from nurseapp.desktop.services.syncing import SyncState
from nurseapp.desktop.ui.wording.circumstances import circumstance_words
from nurseapp.domain.care_plan import walk
from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.contact import Channel, Outcome
from nurseapp.domain.goal import Goal, GoalStatus
from nurseapp.domain.handout import TeachBack
from nurseapp.domain.ids import CaseId, UserId
from nurseapp.domain.intervention import Intervention
from nurseapp.domain.problem import Problem
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.safety import SafetyConcern, SafetyOutcome
from nurseapp.domain.screening import Screening, ScreeningState
from nurseapp.domain.streams import StreamKind, stream_of
from tests.journeys.central import Central
from tests.journeys.computers import AtWork, Computer
from tests.journeys.forms import PHQ_9, PHQ_9_LOW_MOOD, answer_all
from tests.journeys.printed import words_on

ANSWERS = Counter({"ScreeningAnswered": 9})
MORNING = Counter(
    {
        "SafetyConcernRaised": 1,
        "SafetyConcernClosed": 1,
        "ScreeningSigned": 1,
        "ProblemAdded": 2,
        "ProblemVoided": 1,
        "GoalAdded": 1,
        "GoalRevised": 2,
        "InterventionAdded": 1,
        "InterventionRevised": 1,
    }
)
AFTERNOON = Counter(
    {
        "NoteWritten": 2,
        "NoteMarkedAsError": 1,
        "ContactLogged": 1,
        "AppointmentPlanned": 1,
        "HandoutWasGiven": 1,
        "CaseRevised": 1,
    }
)


def test_a_day_offline(central: Central, computer: Computer) -> None:
    case = central.organisation.open_case("amara")
    amara = computer.enrol(central.url, "amara")
    assert amara.opened.status.state is SyncState.NEVER
    assert amara.sync().changed == {case, "organisation"}
    central.stop()

    assert amara.sync().status.state is SyncState.OFFLINE
    screens_for_depression(amara, case)
    plans(amara, case)
    computer.shut_down()
    amara = computer.unlock("amara")
    assert (amara.opened.status.waiting, amara.opened.status.cases) == (20, 1)
    writes_and_teaches(amara, case)
    prints(amara, case)
    asks_for_what_the_server_must_decide(amara, case)
    shown = amara.desk.cases.open(case)
    assert amara.desk.syncing.status().waiting == shown.waiting == 27

    central.start()
    evening = amara.sync()

    assert (evening.status.state, evening.status.waiting) == (SyncState.SYNCED, 0)
    assert (evening.status.refused, evening.status.conflicts) == (0, 0)
    assert amara.desk.syncing.waiting() == ()
    everything_is_on_the_server(central, case)
    decided = central.decided("amara")
    assert decided[0] == ("SafetyConcernRaised", "applied")
    assert len(decided) == 27
    assert {result for _, result in decided} == {"applied"}
    assert amara.mirror() == central.records_for("amara")
    assert central.organisation.faults() == []
    synced = amara.desk.cases.open(case)
    assert (synced.plan, synced.timeline, synced.screenings) == (
        shown.plan,
        shown.timeline,
        shown.screenings,
    )

    before = central.records_for("amara")
    assert amara.sync().changed == frozenset()
    assert central.records_for("amara") == before
    assert len(central.decided("amara")) == 27


def screens_for_depression(amara: AtWork, case: CaseId) -> None:
    """Ask the nine questions; the ninth answer opens a safety concern before the form is done."""
    form = answer_all(amara.desk, case, PHQ_9, PHQ_9_LOW_MOOD)
    assert (form.score.total, form.score.band) == (9, "mild")
    [concern] = amara.desk.cases.open(case).open_concerns()
    assert form.concern == concern
    with pytest.raises(DomainError, match="safety_open"):
        amara.desk.screenings.sign(form)

    amara.desk.screenings.end_concern_done(case, concern.id, ("asked", "means-removed"))
    amara.desk.screenings.sign(form)

    opened = amara.desk.cases.open(case)
    assert opened.open_concerns() == ()
    [screening] = opened.screenings
    assert screening.state is ScreeningState.SIGNED


def plans(amara: AtWork, case: CaseId) -> None:
    """Write a plan, change it, complete a step, and take the last act back."""
    plan = amara.desk.care_plans
    problem = plan.add_problem(case, "Low mood since the fall")
    goal = plan.add_goal(case, problem, {"outcome": "Walks to the shop twice a week"})
    plan.add_intervention(case, goal, {"title": "Walk with her daughter", "owner": "member"})
    _, seen_goal, step = (node.record for node in walk(amara.desk.cases.open(case).plan))
    assert plan.revise(case, seen_goal, {"due": date(2027, 1, 15), "confidence": 6})
    assert plan.complete(case, step)
    _, seen_goal, _ = (node.record for node in walk(amara.desk.cases.open(case).plan))
    assert plan.complete(case, seen_goal)
    plan.add_problem(case, "Entered for the wrong member")
    assert plan.undo(case).kind == Problem.KIND


def writes_and_teaches(amara: AtWork, case: CaseId) -> None:
    """Write notes, log the visit, agree on the next one, and give a handout."""
    notes, handouts = amara.desk.notes, amara.desk.handouts
    note = notes.write(case, "Lives alone; the daughter comes on Sundays.")
    notes.write(case, "The daughter comes on Saturdays.", about=note)
    notes.mark_as_error(case, note, "wrong day")
    notes.log_contact(case, "member", Channel.VISIT, Outcome.REACHED, "Seen at home")
    notes.plan_appointment(case, "Home visit", date(2026, 12, 4), "10:30")
    handout = next(h for h in handouts.all() if (h.id, h.language) == ("feeling-low", "en"))
    handouts.record_given(case, handout, TeachBack.CORRECT, large_print=True)
    assert handout.title in words_on(handouts.pdf(handout, large_print=True))


def prints(amara: AtWork, case: CaseId) -> None:
    """Print the member's copy of the plan, and the list for the round."""
    plan = words_on(amara.desk.printouts.care_plan(case))
    assert "Walks to the shop twice a week" in plan
    assert "Entered for the wrong member" not in plan
    assert "OKORO, Ada" in plan
    visits = words_on(amara.desk.printouts.visit_list(Filter.ALL).pdf)
    assert "okoro" not in visits.lower()


def asks_for_what_the_server_must_decide(amara: AtWork, case: CaseId) -> None:
    """Try to close and to assign, which need a connection; propose closing, which needs none."""
    decided_there = (
        partial(amara.desk.assignments.close, case, "goals met"),
        partial(amara.desk.assignments.assign, case, UserId("tomas")),
    )
    for act in decided_there:
        with pytest.raises(Circumstance) as told:
            act()
        assert circumstance_words(told.value).happened == "There is no connection."
    amara.desk.assignments.propose_closing(case, "goals met")
    assert amara.desk.cases.open(case).case.closed_on is None


def everything_is_on_the_server(central: Central, case: CaseId) -> None:
    """Read the server's records, and its account of what changed them."""
    care, behavioural, schedule = (
        central.organisation.records(stream_of(case, kind))
        for kind in (StreamKind.CARE, StreamKind.BEHAVIOURAL, StreamKind.SCHEDULE)
    )
    [goal] = (record for record in care if isinstance(record, Goal))
    assert (goal.status, goal.due, goal.confidence) == (GoalStatus.MET, date(2027, 1, 15), 6)
    [step] = (record for record in care if isinstance(record, Intervention))
    assert step.status == "done"
    assert [p.void_reason for p in care if isinstance(p, Problem)] == [None, "undone"]
    [concern] = (record for record in care if isinstance(record, SafetyConcern))
    assert (concern.outcome, concern.points) == (SafetyOutcome.DONE, 1)
    [screening] = behavioural
    assert isinstance(screening, Screening)
    assert screening.score is not None
    assert (screening.score.total, screening.differs) == (9, False)
    assert len(schedule) == 1
    assert central.changes_by("amara") == ANSWERS + MORNING + AFTERNOON
