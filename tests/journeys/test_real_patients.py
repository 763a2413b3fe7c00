"""Real patients.

Four people whom nobody here made up come in as FHIR bundles, with the practitioners who treated
them, and are given to Amara. She syncs, and works without a network: reads what came, takes a
condition into the plan, screens, plans, teaches and prints. One of the four is a child and one has
died: both are refused a form. When she has synced, her supervisor sees it all.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from nurseapp.desktop.services.caseloads import Filter
from nurseapp.desktop.services.cases import OpenCase
from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.desktop.ui.wording.refusals import refusal_words
from nurseapp.domain.care_plan import walk
from nurseapp.domain.directory import Practitioner
from nurseapp.domain.fact import Fact, FactCategory
from nurseapp.domain.handout import TeachBack
from nurseapp.domain.ids import CaseId, RecordId, UserId
from nurseapp.domain.problem import Problem
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.screening import ScreeningState
from nurseapp.domain.streams import StreamKind, stream_of
from nurseapp.server.clock import utc_now
from nurseapp.server.fhir_import import ImportRequest, import_files
from nurseapp.server.store import schema
from nurseapp.server.store.acting import server_transaction
from tests.journeys.central import Central
from tests.journeys.computers import AtWork, Computer
from tests.journeys.conftest import NewComputer
from tests.journeys.forms import PHQ_9, answer_all
from tests.journeys.printed import words_on

SNOMED = "http://snomed.info/sct"
MAJOR_DEPRESSION = "370143000"
MODERATE = (2, 2, 1, 2, 1, 1, 2, 1, 0)


@pytest.fixture
def files(shared_data: Path) -> Sequence[Path]:
    """List the five bundles."""
    found = sorted((shared_data / "synthea-r4").glob("*.json"))
    assert len(found) == 5
    return found


def import_all(central: Central, files: Sequence[Path]) -> list[str]:
    """Import the bundles and give the cases to Amara; return the report."""
    said: list[str] = []
    request = ImportRequest(files=files, assign=UserId("amara"))
    code = import_files(central.organisation.engine, utc_now, request, said.append, pytest.fail)
    assert code == 0
    return said


def case_of(someone: AtWork, family_name: str) -> CaseId:
    """Find somebody's case by name, as the search above the list does."""
    for shown in (Filter.ALL, Filter.CLOSED):
        for line in someone.desk.caseloads.listing(shown, family_name).lines:
            return line.row.case
    raise LookupError(family_name)


def problems(opened: OpenCase) -> list[Problem]:
    """List the problems of a plan."""
    return [node.record for node in opened.plan if isinstance(node.record, Problem)]


def test_the_main_job_is_done_on_people_whom_nobody_here_made_up(
    central: Central, new_computer: NewComputer, files: Sequence[Path]
) -> None:
    import_all(central, files)
    amara = new_computer().enrol(central.url, "amara")
    amara.sync()
    assert {line.row.family_name for line in amara.desk.caseloads.listing().lines} == {
        "Beatty",
        "Gulgowski",
        "Wiegand",
    }
    central.stop()

    case = case_of(amara, "beatty")
    depression = reads(amara, case)
    plans_and_screens(amara, case, depression)
    teaches_and_prints(amara, case)

    central.start()
    assert amara.sync().status.waiting == 0
    assert amara.mirror() == central.records_for("amara")
    [kept] = (
        record
        for record in central.organisation.records(stream_of(case, StreamKind.CARE))
        if isinstance(record, Problem)
    )
    assert (kept.code_system, kept.code, kept.from_fact) == (SNOMED, MAJOR_DEPRESSION, depression)
    helen = new_computer().enrol(central.url, "helen")
    helen.sync()
    looks(amara.desk.cases.open(case), helen.desk.cases.open(case))
    assert central.organisation.faults() == []


def reads(amara: AtWork, case: CaseId) -> RecordId:
    """Read what came with the member; return the condition that asks for something."""
    opened = amara.desk.cases.open(case)
    assert (opened.member.given_name, opened.member.birth_date) == ("Milan", date(1973, 11, 24))
    assert {fact.category for fact in opened.facts} >= {
        FactCategory.CONDITION,
        FactCategory.MEDICATION,
        FactCategory.ENCOUNTER,
        FactCategory.RESULT,
    }
    assert opened.plan == ()
    [depression] = (fact.id for fact in opened.facts if fact.code == MAJOR_DEPRESSION)
    return depression


def plans_and_screens(amara: AtWork, case: CaseId, depression: RecordId) -> None:
    """Take the condition into the plan, screen for it, and agree on a goal."""
    problem = amara.desk.care_plans.accept_fact(case, depression)
    with pytest.raises(DomainError, match="accepted_already"):
        amara.desk.care_plans.accept_fact(case, depression)
    form = answer_all(amara.desk, case, PHQ_9, MODERATE)
    amara.desk.screenings.sign(form)
    assert (form.score.total, form.score.band, form.concern) == (12, "moderate", None)
    goal = amara.desk.care_plans.add_goal(
        case, problem, {"outcome": "PHQ-9 below 5 by spring", "due": date(2027, 3, 31)}
    )
    amara.desk.care_plans.add_intervention(case, goal, {"title": "Weekly call"})


def teaches_and_prints(amara: AtWork, case: CaseId) -> None:
    """Give a handout, and print it, the plan and the list for the round."""
    handouts = amara.desk.handouts
    handout = next(h for h in handouts.all() if (h.id, h.language) == ("feeling-low", "en"))
    handouts.record_given(case, handout, TeachBack.PARTLY)
    on_handout = words_on(handouts.pdf(handout))
    on_plan = words_on(amara.desk.printouts.care_plan(case))
    on_list = words_on(amara.desk.printouts.visit_list(Filter.ALL).pdf)
    assert handout.title in on_handout
    assert "PHQ-9 below 5 by spring" in on_plan
    assert "BEATTY, Milan" in on_plan
    assert "beatty" not in (on_handout + on_list).lower()


def looks(nurses: OpenCase, supervisors: OpenCase) -> None:
    """Hold what the supervisor sees against what the nurse does."""
    assert (nurses.may_write, supervisors.may_write) == (True, False)
    assert supervisors.timeline == nurses.timeline
    assert list(walk(supervisors.plan)) == list(walk(nurses.plan))
    assert [problem.title for problem in problems(supervisors)] == ["Major depression disorder"]
    [screening] = supervisors.screenings
    assert screening.state is ScreeningState.SIGNED
    assert [given.handout for given in supervisors.handouts] == ["feeling-low"]


@pytest.mark.parametrize(
    ("family_name", "code", "words"),
    [
        ("wiegand", "too_young", "is for people of 18 and older; age "),
        ("mann", "member_died", "The member has died"),
    ],
    ids=["a child born in 2020", "a member who died in 2018"],
)
def test_who_cannot_be_asked_is_refused_a_form(
    central: Central,
    computer: Computer,
    files: Sequence[Path],
    family_name: str,
    code: str,
    words: str,
) -> None:
    import_all(central, files)
    amara = computer.enrol(central.url, "amara")
    amara.sync()
    case = case_of(amara, family_name)

    for form in amara.desk.screenings.forms():
        with pytest.raises(DomainError) as refused:
            amara.desk.screenings.start(case, form.id)
        assert refused.value.code == code
        assert words in refusal_words(refused.value).sentence
    assert amara.desk.syncing.waiting() == ()


def test_who_has_died_is_a_record_without_an_open_case(
    central: Central, computer: Computer, files: Sequence[Path]
) -> None:
    import_all(central, files)
    amara = computer.enrol(central.url, "amara")
    amara.sync()

    opened = amara.desk.cases.open(case_of(amara, "mann"))

    assert opened.member.died_on == date(2018, 11, 29)
    assert (opened.case.closing_reason, opened.may_write) == ("member died", False)
    assert len(opened.facts) == 158


def test_importing_again_changes_nothing_even_after_a_nurse_has_worked(
    central: Central, computer: Computer, files: Sequence[Path]
) -> None:
    import_all(central, files)
    amara = computer.enrol(central.url, "amara")
    amara.sync()
    case = case_of(amara, "beatty")
    depression = next(f for f in amara.desk.cases.open(case).facts if f.code == MAJOR_DEPRESSION)
    amara.desk.care_plans.accept_fact(case, depression.id)
    amara.sync()
    rows, records = rows_in(central), central.records_for("amara")

    said = import_all(central, files)

    assert sum("received before, nothing changed" in line for line in said) == 5
    assert rows_in(central) == rows
    assert central.records_for("amara") == records
    assert amara.sync().changed == frozenset()


def test_the_practitioners_are_in_everybodys_directory(
    central: Central, computer: Computer, files: Sequence[Path]
) -> None:
    import_all(central, files)
    joseph = computer.enrol(central.url, "joseph")
    joseph.sync()

    directory = CaseStore(joseph.cache).organisation()

    assert sum(1 for _ in directory.of(Practitioner)) == 102
    assert not any(True for _ in directory.of(Fact))
    assert joseph.desk.caseloads.listing().lines == ()


def rows_in(central: Central) -> dict[str, int]:
    """Count the rows of every table."""
    with server_transaction(central.organisation.engine) as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in schema.metadata.sorted_tables
        }
