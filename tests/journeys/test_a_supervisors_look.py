"""A supervisor's look.

Helen looks after team North. She sees the cases of her team and nobody else's, what the nurses
wrote once they have synced, the safety concern that is still open, and what two laptops disagree
over. She reads and comments, and writes nothing else: what somebody makes her computer send all
the same is refused and kept. What is hers to decide, who has a case and when it ends, she decides
online, with the case as it is now in front of her.
"""

from contextlib import closing
from datetime import date

import msgspec
import pytest

from nurseapp.desktop.services.caseloads import Filter
from nurseapp.desktop.storage.session_store import SessionStore
from nurseapp.desktop.sync.http_transport import HttpTransport
from nurseapp.desktop.ui.wording.refusals import refusal_words
from nurseapp.domain.caseload import MarkKind
from nurseapp.domain.events import Event
from nurseapp.domain.goal import Goal
from nurseapp.domain.ids import CaseId, RecordId, UserId
from nurseapp.domain.note import NoteWritten
from nurseapp.domain.refusal import DomainError
from nurseapp.wire.events import encode_event
from nurseapp.wire.messages import EventResult, PushRequest
from tests.journeys.central import Central
from tests.journeys.computers import AtWork, Computer
from tests.journeys.conftest import NewComputer
from tests.journeys.forms import PHQ_9

SOME_DAY = date(2026, 12, 1)


@pytest.fixture
def case(central: Central) -> CaseId:
    """Open a case of Amara's, with a goal."""
    case = central.organisation.open_case("amara")
    central.organisation.add_goal("amara", case)
    return case


@pytest.fixture
def helen(central: Central, new_computer: NewComputer, case: CaseId) -> AtWork:
    """Let the supervisor of team North sign in, and sync."""
    helen = new_computer().enrol(central.url, "helen")
    helen.sync()
    return helen


@pytest.fixture
def amara(central: Central, new_computer: NewComputer, case: CaseId) -> AtWork:
    """Let the nurse of the case sign in, and sync."""
    amara = new_computer().enrol(central.url, "amara")
    amara.sync()
    return amara


def send(someone: AtWork, event: Event) -> EventResult:
    """Send an event with somebody's session, past everything that the desktop checks."""
    session = SessionStore(someone.cache).read()
    assert session is not None
    owner = someone.opened.owner
    with closing(HttpTransport(owner.server, session.token, owner.device)) as line:
        manifest = line.manifest(None).manifest
        assert manifest is not None
        events = (msgspec.Raw(encode_event(event)),)
        answer = line.push(PushRequest(epoch=manifest.epoch, device=line.device, events=events))
    [result] = answer.results
    return result


def test_she_sees_the_cases_of_her_team_and_no_others(
    central: Central, case: CaseId, helen: AtWork
) -> None:
    of_tomas = central.organisation.open_case("tomas")
    of_nobody = central.organisation.open_case(None)
    elsewhere = central.organisation.open_case("joseph", team="south")

    helen.sync()

    assert helen.desk.is_supervisor
    lines = helen.desk.caseloads.listing().lines
    assert {line.row.case for line in lines} == {case, of_tomas, of_nobody}
    assert {load.nurse: load.cases for load in helen.desk.caseloads.team()} == {
        "amara": 1,
        "tomas": 1,
        None: 1,
    }
    with pytest.raises(DomainError, match="no_such_case"):
        helen.desk.cases.open(elsewhere)
    assert helen.mirror() == central.records_for("helen")


def test_she_sees_what_a_nurse_wrote_once_the_nurse_has_synced(
    case: CaseId, amara: AtWork, helen: AtWork
) -> None:
    form = amara.desk.screenings.start(case, PHQ_9)
    amara.desk.screenings.answer(form, "9", 3)
    amara.desk.notes.write(case, "Says that nobody would miss her.")
    assert helen.sync().changed == frozenset()
    amara.sync()

    assert case in helen.sync().changed

    seen = helen.desk.cases.open(case)
    assert [note.text for note in seen.notes] == ["Says that nobody would miss her."]
    [concern] = seen.open_concerns()
    assert (concern.points, concern.raised_by) == (3, "amara")
    assert seen.names[UserId("amara")] == "Amara"
    [line] = helen.desk.caseloads.listing(Filter.SAFETY).lines
    assert line.marks[0].kind is MarkKind.SAFETY
    [load] = helen.desk.caseloads.team()
    assert load.counts[Filter.SAFETY] == 1


def test_she_plans_nothing_in_a_case_that_is_not_hers(
    central: Central, case: CaseId, amara: AtWork, helen: AtWork
) -> None:
    assert not helen.desk.cases.open(case).may_write
    helen.desk.notes.plan_appointment(case, "On a screen that should not have let her", SOME_DAY)

    status = helen.sync().status

    assert (status.waiting, status.refused) == (0, 1)
    [kept] = helen.desk.syncing.waiting()
    assert (kept.kind, kept.member, kept.refused_for) == (
        "AppointmentPlanned",
        "Okoro, Ada",
        "may_not_write",
    )
    assert refusal_words(DomainError("may_not_write")).sentence.startswith("You may read")
    assert central.decided("helen") == [("AppointmentPlanned", "may_not_write")]
    assert amara.sync().status.refused == 0


def test_she_comments_and_the_nurse_reads_it(
    central: Central, case: CaseId, amara: AtWork, helen: AtWork
) -> None:
    helen.desk.notes.write(case, "Please call her daughter, too.")
    helen.sync()

    amara.sync()

    [note] = amara.desk.cases.open(case).notes
    assert (note.text, note.by) == ("Please call her daughter, too.", "helen")
    assert central.decided("helen") == [("NoteWritten", "applied")]


def test_what_is_sent_in_a_nurses_name_is_refused_and_kept(
    central: Central, case: CaseId, amara: AtWork, helen: AtWork
) -> None:
    note = NoteWritten(note=RecordId(central.organisation.new_id()), text="In Amara's name.")
    forged = central.organisation.act("amara", case, note)

    result = send(helen, forged)

    assert (result.status, result.reason) == ("refused", "not_author")
    assert central.decided("helen") == [("NoteWritten", "not_author")]
    assert send(amara, forged).status == "applied"
    amara.sync()
    assert [note.text for note in amara.desk.cases.open(case).notes] == ["In Amara's name."]


def test_she_sees_what_two_laptops_disagree_over(
    central: Central, computer: Computer, case: CaseId, amara: AtWork, helen: AtWork
) -> None:
    other = computer.enrol(central.url, "amara")
    other.sync()
    for laptop, confidence in ((amara, 3), (other, 8)):
        [problem] = laptop.desk.cases.open(case).plan
        goal = problem.children[0].record
        assert isinstance(goal, Goal)
        laptop.desk.care_plans.revise(case, goal, {"confidence": confidence})
        laptop.sync()

    assert helen.sync().status.conflicts == 1

    [found] = helen.desk.conflicts.open()
    assert (found.conflict.field, found.conflict.theirs, found.conflict.mine) == (
        "confidence",
        3,
        8,
    )
    assert (found.row.case, found.by_name) == (case, "Amara")


def test_she_gives_a_case_to_another_nurse(
    central: Central, computer: Computer, case: CaseId, amara: AtWork, helen: AtWork
) -> None:
    assert helen.desk.caseloads.nurses() == {
        "amara": "Amara",
        "joseph": "Joseph",
        "tomas": "Tomas",
    }
    helen.desk.assignments.assign(case, UserId("tomas"))

    tomas = computer.enrol(central.url, "tomas")
    for someone in (helen, tomas, amara):
        someone.sync()

    assert helen.desk.cases.open(case).case.nurse == "tomas"
    assert tomas.desk.cases.open(case).may_write
    assert amara.desk.caseloads.listing().lines == ()
    assert amara.mirror() == central.records_for("amara")
    with pytest.raises(DomainError, match="no_such_case"):
        amara.desk.cases.open(case)


def test_she_closes_a_case_as_it_is_now_and_not_as_it_was(
    central: Central, case: CaseId, amara: AtWork, helen: AtWork
) -> None:
    amara.desk.assignments.propose_closing(case, "goals met")
    amara.sync()

    with pytest.raises(DomainError, match="stale"):
        helen.desk.assignments.close(case, "goals met")
    assert central.decided("helen") == [("CaseClosed", "stale")]
    assert helen.sync().status.refused == 0
    assert helen.desk.cases.open(case).case.closing_proposed == "goals met"
    helen.desk.assignments.close(case, "goals met")
    for someone in (helen, amara):
        someone.sync()

    for someone in (helen, amara):
        closed = someone.desk.cases.open(case)
        assert (closed.case.closing_reason, closed.may_write) == ("goals met", False)
        assert isinstance(closed.case.closed_on, date)
        assert someone.desk.caseloads.listing().lines == ()
        [line] = someone.desk.caseloads.listing(Filter.CLOSED).lines
        assert line.row.case == case


def test_a_nurse_does_not_close_or_assign(central: Central, case: CaseId, amara: AtWork) -> None:
    with pytest.raises(DomainError, match="may_not_write"):
        amara.desk.assignments.close(case, "goals met")
    with pytest.raises(DomainError, match="may_not_write"):
        amara.desk.assignments.assign(case, None)

    assert amara.sync().status.waiting == 0
    assert amara.desk.cases.open(case).may_write
    assert [reason for _, reason in central.decided("amara")[2:]] == ["may_not_write"] * 2
