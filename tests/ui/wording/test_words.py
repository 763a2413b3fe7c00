"""Every code has words, and words say what a nurse would say."""

import ast
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from nurseapp.desktop.ui.widgets.chip_face import ChipKind
from nurseapp.desktop.ui.wording.circumstances import circumstance_words
from nurseapp.desktop.ui.wording.days import (
    day_words,
    late_words,
    moment_words,
    short_date_words,
)
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.desktop.ui.wording.happenings import entry_kind_words
from nurseapp.desktop.ui.wording.marks import mark_face
from nurseapp.desktop.ui.wording.people import (
    age_and_sex_words,
    consent_words,
    identity_words,
    is_this_page_for_words,
    language_words,
    name_words,
)
from nurseapp.desktop.ui.wording.records import field_words, kind_words
from nurseapp.desktop.ui.wording.refusals import refusal_words
from nurseapp.desktop.ui.wording.safety import SafetyStep, kept_step, kept_step_words
from nurseapp.desktop.ui.wording.screening import (
    caution_words,
    pattern_words,
    result_words,
    verdict_words,
)
from nurseapp.desktop.ui.wording.statuses import plan_face, stage_words, status_words
from nurseapp.domain import apply
from nurseapp.domain.barrier import BarrierStatus
from nurseapp.domain.care_plan import PlanRecord, plan_tree
from nurseapp.domain.case import Stage
from nurseapp.domain.caseload import Mark, MarkKind
from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.goal import GoalStatus
from nurseapp.domain.intervention import InterventionStatus
from nurseapp.domain.member import ConsentAnswer, Sex
from nurseapp.domain.problem import ProblemStatus
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.revising import Rule
from nurseapp.domain.scoring import score
from nurseapp.domain.timeline import EntryKind
from tests.builders import TODAY, consent, goal, intervention, member, problem, stream
from tests.forms import audit_c, form

TUESDAY = date(2026, 11, 24)
ROOT = Path(__file__).resolve().parents[3] / "nurseapp"


def refused_codes() -> set[str]:
    """Collect every code that the domain and the desk refuse with."""
    found = set()
    for folder in ("domain", "desktop/services", "desktop/storage"):
        for file in (ROOT / folder).glob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _is_refusal(node):
                    found.add(node.args[0].value)  # type: ignore[attr-defined]  # a constant
    return found


def _is_refusal(call: ast.Call) -> bool:
    named = isinstance(call.func, ast.Name) and call.func.id == "DomainError"
    return named and bool(call.args) and isinstance(call.args[0], ast.Constant)


@pytest.mark.parametrize("code", sorted(refused_codes()))
def test_every_refusal_has_a_sentence(code: str) -> None:
    said = refusal_words(DomainError(code, kind="goal", field="outcome"))
    assert f"({code})" not in said.whole()
    assert said.sentence.endswith(".")


def test_a_refusal_without_words_is_named_and_never_hidden() -> None:
    assert "newly_made" in refusal_words(DomainError("newly_made")).sentence


def test_a_refusal_says_its_facts() -> None:
    refusal = DomainError("too_young", form="PHQ-9", age=6, minimum=18)
    assert refusal_words(refusal).sentence == "PHQ-9 is for people of 18 and older; age 6."
    empty = DomainError("bad_value", kind="goal", field="outcome")
    assert refusal_words(empty).sentence == "«What will be different» of the goal cannot be this."


def test_a_circumstance_says_what_happened_what_is_safe_and_the_next_step() -> None:
    told = circumstance_words(Circumstance("offline"))
    assert all((told.happened, told.safe, told.step))
    assert "newly_made" in circumstance_words(Circumstance("newly_made")).happened


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (2, "Thu 26"),
        (6, "Mon 30"),
        (-2, "Sun 22"),
        (20, "14 Dec"),
        (83, "15 Feb"),
        (300, "20 Sep 2027"),
    ],
)
def test_a_day_is_said_as_a_nurse_says_it(away: int, words: str) -> None:
    assert day_words(TUESDAY + timedelta(days=away), TUESDAY) == words


def test_moments_are_said_in_the_desk_s_time() -> None:
    at = datetime(2026, 11, 24, 10, 24, tzinfo=UTC)
    assert moment_words(at, TUESDAY, UTC) == "today 10:24"
    assert short_date_words(date(2026, 11, 18), TUESDAY) == "18 Nov"


def test_one_and_many_are_said_differently() -> None:
    assert (late_words(1), late_words(2)) == ("1 day overdue", "2 days overdue")
    assert mark_face(Mark(kind=MarkKind.CONFLICT, number=1)).words == "1 conflict"
    assert mark_face(Mark(kind=MarkKind.LONG_STAY, number=13)).words == "Stay 13 days"


@pytest.mark.parametrize("kind", MarkKind)
def test_every_mark_has_a_face_and_only_safety_is_purple(kind: MarkKind) -> None:
    face = mark_face(Mark(kind=kind, number=3))
    assert face.words
    assert (face.kind is ChipKind.SAFETY) is (kind is MarkKind.SAFETY)


def test_every_status_stage_and_kind_of_entry_has_words() -> None:
    for statuses in (ProblemStatus, GoalStatus, InterventionStatus, BarrierStatus):
        assert all(status_words(status) for status in statuses)
    assert all(stage_words(stage) for stage in Stage)
    assert all(entry_kind_words(kind) for kind in EntryKind)


def test_every_kind_of_record_and_every_field_that_can_conflict_has_a_name() -> None:
    for kind in apply.RECORDS:
        rules: Mapping[str, Rule] = getattr(kind, "RULES", {})
        assert kind_words(kind.KIND) != "record" or not rules
        for field in rules:
            assert "_" not in field_words(kind.KIND, field)


@pytest.mark.parametrize(
    ("record", "words", "kind"),
    [
        (goal(due=date(2026, 6, 1)), "On track", ChipKind.ON_TIME),
        (goal(due=date(2026, 3, 1)), "Overdue", ChipKind.OVERDUE),
        (goal(due=date(2026, 3, 4)), "Due", ChipKind.DUE),
        (goal(status=GoalStatus.MET, due=date(2026, 3, 1)), "Met", ChipKind.ON_TIME),
        (goal(status=GoalStatus.STOPPED), "Stopped", ChipKind.NEUTRAL),
        (problem(status=ProblemStatus.WATCH), "Watch", ChipKind.NEUTRAL),
    ],
)
def test_a_line_of_the_plan_stands_by_its_date_while_it_is_open(
    record: PlanRecord, words: str, kind: ChipKind
) -> None:
    care = stream(problem(), record) if record.id != problem().id else stream(record)
    nodes = plan_tree(care, TODAY)
    node = nodes[0] if record.id == problem().id else nodes[0].children[0]
    face = plan_face(node)
    assert (face.words, face.kind) == (words, kind)


def test_an_intervention_without_a_date_shows_its_status() -> None:
    care = stream(problem(), goal(), intervention(due=None, status=InterventionStatus.DOING))
    node = plan_tree(care, TODAY)[0].children[0].children[0]
    assert plan_face(node).words == "Doing"


def test_a_member_is_said_so_that_two_of_one_name_are_told_apart() -> None:
    elena = member(family_name="Marquez", given_name="Elena", birth_date=date(1965, 3, 14))
    assert name_words("Marquez", "Elena") == "MARQUEZ, Elena"
    assert identity_words(elena, TUESDAY) == "61 F · 14 Mar 1965 · No. N-1001"
    assert identity_words(member(birth_date=None), TUESDAY).startswith("F · birth date not known")
    assert is_this_page_for_words(elena) == (
        "This page is for MARQUEZ, Elena, born 14 Mar 1965, number N-1001?"
    )
    assert age_and_sex_words(None, Sex.UNKNOWN, TUESDAY) == ""


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Consent given"),
        ({"until": date(2027, 6, 30)}, "Consent to 30 Jun 2027"),
        ({"until": date(2026, 1, 1)}, "Consent ended 1 Jan 2026"),
        ({"answer": ConsentAnswer.DECLINED}, "Consent declined"),
        ({"answer": ConsentAnswer.WITHDRAWN}, "Consent withdrawn"),
        ({"to": "research"}, "No consent recorded"),
    ],
)
def test_consent_is_said_as_its_newest_answer_stands(values: dict[str, Any], words: str) -> None:
    assert consent_words([consent(**values)], TUESDAY) == words


def test_languages_are_said_by_name_and_an_unknown_one_as_it_came() -> None:
    assert language_words("es", interpreter=True) == "Spanish, interpreter needed"
    assert language_words("zz", interpreter=False) == "zz"
    assert language_words(None, interpreter=False) == "Language not known"


def test_a_value_that_looks_like_a_place_is_taken_as_it_is() -> None:
    assert filled("%1 and %2", "%2", "b") == "%2 and b"


def test_a_kept_step_reads_the_same_and_an_unknown_one_is_shown_as_it_is() -> None:
    for step in SafetyStep:
        assert kept_step_words(kept_step(step)) != step.value
    assert kept_step_words("told: Dr Ruiz") == "Told somebody who is responsible: Dr Ruiz"
    assert kept_step_words("newly-made: x") == "newly-made: x"


def test_a_verdict_names_its_cut_off_and_a_pattern_is_never_a_diagnosis() -> None:
    asked = form(policy=audit_c())
    found = score(asked.policy, {"1": 2, "2": 1, "3": 0}, Sex.FEMALE)
    assert verdict_words(asked, found, Sex.FEMALE) == "Positive: 3 or more"
    assert result_words(found) == "positive"
    assert all("Not a diagnosis." in pattern_words(name) for name in ("major", "other"))
    assert pattern_words("none") == ""


def test_every_caution_of_the_forms_has_words() -> None:
    asked = form(policy=audit_c())
    for answers in ({"1": 1, "2": 0, "3": 0}, {"1": 4, "2": 4, "3": 4}):
        cautions = score(asked.policy, answers).cautions
        assert cautions
        assert not set(cautions) & {caution_words(asked, caution) for caution in cautions}
