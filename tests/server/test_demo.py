"""The example organisation can be reviewed like a real one, at any time of any day."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from nurseapp.content.library import Library
from nurseapp.content.reading import ContentError
from nurseapp.domain.apply import apply
from nurseapp.domain.care_plan import plan_tree, walk
from nurseapp.domain.case import Case, Stage
from nurseapp.domain.caseload import CaseRow, MarkKind, by_need, case_row
from nurseapp.domain.contact import Contact
from nurseapp.domain.events import Event
from nurseapp.domain.fact import Fact, FactCategory
from nurseapp.domain.goal import Goal
from nurseapp.domain.handout import HandoutGiven
from nurseapp.domain.member import Member, Sex, age_on
from nurseapp.domain.note import Note
from nurseapp.domain.policy import Role
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.revising import Conflict
from nurseapp.domain.safety import SafetyConcern, concern_id
from nurseapp.domain.screening import Screening, ScreeningState, check_may_screen
from nurseapp.domain.streams import (
    CASE_KINDS,
    Stream,
    StreamKind,
    case_of,
    changed_records,
    stream_of,
)
from nurseapp.printing.wording import Wording
from nurseapp.server.demo.load import load_demo, read_shelf
from nurseapp.server.demo.staff import NURSES, PASSPHRASE, STAFF, demo_credentials
from nurseapp.server.demo.telling import caseload
from nurseapp.server.demo.words import read_words
from nurseapp.server.embedded import EmbeddedPostgres
from nurseapp.server.passwords import SHORTEST, HashCost, Passwords
from nurseapp.server.store import people
from nurseapp.server.store.access import seen_by
from nurseapp.server.store.acting import server_transaction
from nurseapp.server.store.database import example_name, open_database
from nurseapp.server.store.schema import event, record, stream

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
NOW = datetime(2026, 11, 24, 10, 24, tzinfo=UTC)
CHEAP = HashCost(memory_kib=64, passes=1)
ODD_TIMES = [
    datetime(2027, 1, 1, 0, 0, 5, tzinfo=UTC),
    datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC),
    datetime(2026, 11, 22, 3, 0, tzinfo=UTC),
    datetime(2031, 3, 14, 12, 0, tzinfo=UTC),
]
Streams = Mapping[StreamKind, Stream]


@cache
def told(nurse: int = 0, now: datetime = NOW) -> tuple[Event, ...]:
    library = Library(RESOURCES)
    return tuple(caseload(NURSES[nurse], read_words(RESOURCES), read_shelf(library), now))


@cache
def cases(nurse: int = 0, now: datetime = NOW) -> tuple[Streams, ...]:
    """Apply every act, as the server would: whatever a rule refuses is raised."""
    streams: dict[str, Stream] = {}
    for one in told(nurse, now):
        before = streams.get(one.stream, Stream(id=one.stream))
        after = apply(before, one)
        head = before.head + len(changed_records(before, after))
        streams[one.stream] = replace(after, head=head)
    names = dict.fromkeys(case_of(stream.id) for stream in streams.values())
    return tuple(
        {k: streams[stream_of(c, k)] for k in CASE_KINDS if stream_of(c, k) in streams}
        for c in names
    )


def everyone() -> Iterator[Streams]:
    for nurse in range(len(NURSES)):
        yield from cases(nurse)


def row(case: Streams) -> CaseRow:
    found = case_row(case)
    assert found is not None
    return found


def member(case: Streams) -> Member:
    return next(case[StreamKind.CARE].of(Member))


def screenings(case: Streams) -> list[Screening]:
    behavioural = case.get(StreamKind.BEHAVIOURAL)
    return list(behavioural.of(Screening)) if behavioural else []


def marks(nurse: int, now: datetime = NOW) -> Counter[MarkKind]:
    required = Library(RESOURCES).required_forms()
    ranked = by_need(map(row, cases(nurse, now)), now.date(), required)
    return Counter(mark.kind for _, found in ranked for mark in found)


def test_every_nurse_has_sixty_cases_that_the_rules_allow() -> None:
    assert [len(cases(nurse)) for nurse in range(8)] == [60] * 8


def test_the_same_seed_and_time_tell_the_same() -> None:
    again = caseload(NURSES[3], read_words(RESOURCES), read_shelf(Library(RESOURCES)), NOW)
    assert tuple(again) == told(3)


def test_all_stages_countries_languages_and_programmes_occur() -> None:
    rows = [row(case) for case in everyone()]
    assert {r.stage for r in rows} == set(Stage)
    assert len({r.country for r in rows}) >= 12
    assert len({r.language for r in rows}) >= 12
    assert {r.programme for r in rows} == set(Library(RESOURCES).programmes())


def test_the_first_list_reads_like_the_one_that_was_drawn() -> None:
    ranked = by_need(map(row, cases()), NOW.date(), Library(RESOURCES).required_forms())
    first, second = (r for r, _ in ranked[:2])
    assert (first.family_name, first.last_total, first.last_change) == ("Okafor", 14, 5)
    assert (second.family_name, second.stay_since) == ("Marquez", date(2026, 11, 11))
    found = marks(0)
    assert found[MarkKind.SAFETY] == 1
    assert found[MarkKind.OVERDUE] == 6
    assert found[MarkKind.LONG_STAY] == 2
    assert found[MarkKind.SCREENING_DUE] == 11


def test_the_plan_of_the_hip_fracture_reads_like_the_one_that_was_drawn() -> None:
    care = next(c for c in cases() if member(c).family_name == "Marquez")[StreamKind.CARE]
    lines = list(walk(plan_tree(care, NOW.date())))
    titles = [n.outcome if isinstance(n, Goal) else n.title for n in (o.record for o in lines)]
    assert titles[:3] == [
        "Prolonged stay after hip fracture",
        "Walk 20 m with a frame, without help, by 3 Dec",
        "Frame and raised seat ordered for home",
    ]
    assert "Penicillin" in {f.display for f in care.of(Fact)}


@pytest.mark.parametrize("nurse", range(8))
def test_every_list_has_something_due_overdue_and_in_hospital(nurse: int) -> None:
    found = marks(nurse)
    for kind in (MarkKind.OVERDUE, MarkKind.DUE_TODAY, MarkKind.SCREENING_DUE, MarkKind.ON_TIME):
        assert 4 <= found[kind] <= 30
    assert found[MarkKind.LONG_STAY] + found[MarkKind.IN_HOSPITAL] >= 2
    assert found[MarkKind.CLOSED] >= 3


@pytest.mark.parametrize("now", ODD_TIMES)
def test_the_first_list_is_as_needy_at_any_other_time(now: datetime) -> None:
    assert marks(0, now) == marks(0)


@pytest.mark.parametrize("now", [NOW, *ODD_TIMES])
def test_nothing_happened_in_the_future_or_before_the_member_was_known(now: datetime) -> None:
    for nurse in range(8):
        assert all(one.at <= now for one in told(nurse, now))
        for case in cases(nurse, now):
            first = row(case).opened_on
            assert all(n.at.date() >= first for n in case[StreamKind.CARE].of(Note))


def test_people_are_as_old_as_their_programme_has_it_and_only_women_are_pregnant() -> None:
    words = read_words(RESOURCES)
    named = {outline.family for outline in words.caseload}
    for case in everyone():
        found = row(case)
        assert found.birth_date is not None
        programme = words.programmes[found.programme]
        youngest, oldest = programme.ages
        if found.family_name not in named:
            assert youngest <= age_on(found.birth_date, NOW.date()) <= oldest
        if found.programme == "pregnancy":
            assert found.sex is Sex.FEMALE


def test_nobody_is_given_what_they_are_allergic_to() -> None:
    for case in everyone():
        facts = list(case[StreamKind.CARE].of(Fact))
        allergies = {f.display for f in facts if f.category is FactCategory.ALLERGY}
        medicines = {f.display for f in facts if f.category is FactCategory.MEDICATION}
        assert not ("Penicillin" in allergies and "Amoxicillin 1 g" in medicines)


def test_every_screening_was_allowed_and_scores_what_its_answers_give() -> None:
    forms = {form.id: form for form in Library(RESOURCES).forms()}
    signed = 0
    for case in everyone():
        alive = replace(member(case), died_on=None)
        for screening in screenings(case):
            check_may_screen(forms[screening.form], alive, screening.at.date())
            assert not screening.differs
            signed += screening.state is ScreeningState.SIGNED
    assert signed > 800


def test_every_answer_about_self_harm_has_its_concern_and_few_are_open() -> None:
    still_open = 0
    for case in everyone():
        care = case[StreamKind.CARE]
        for screening in screenings(case):
            if screening.form == "phq-9" and screening.answers.get("9", 0) > 0:
                concern = care.get(SafetyConcern, concern_id(screening.id))
                still_open += concern.outcome is None
    assert still_open == 3


def test_one_member_died_and_their_case_is_closed() -> None:
    (dead,) = (row(case) for case in everyone() if row(case).died_on is not None)
    assert dead.closed_on is not None


def test_what_is_closed_asks_for_no_appointment_and_no_step() -> None:
    for case in everyone():
        found = next(case[StreamKind.CARE].of(Case))
        if found.closed_on is not None:
            assert row(case).next_on is None


def test_a_conflict_waits_for_the_first_nurse() -> None:
    (conflict,) = (c for case in cases() for c in case[StreamKind.CARE].of(Conflict))
    assert conflict.field == "phone"


def test_no_sentence_has_a_hole_in_it() -> None:
    texts: list[str] = []
    for case in everyone():
        care = case[StreamKind.CARE]
        texts += [n.text for n in care.of(Note)] + [c.text for c in care.of(Contact)]
        texts += [f"{line.record}" for line in walk(plan_tree(care, NOW.date()))]
    assert not [text for text in texts if re.search(r"\{\w*\}|None,? lives", text)]


def test_handouts_were_given_in_the_language_of_the_member_where_there_is_one() -> None:
    library = Library(RESOURCES)
    for case in everyone():
        for given in case[StreamKind.CARE].of(HandoutGiven):
            language = member(case).language or "en"
            assert given.title == library.handout(given.handout, language).title


def test_every_language_of_a_country_has_a_name() -> None:
    words = read_words(RESOURCES)
    spoken = {language for country in words.countries.values() for language in country.languages}
    assert spoken <= set(words.phrases.languages)
    for printed in ("en", "es"):
        wording = Wording(Library(RESOURCES).print_labels(printed))
        assert [tag for tag in spoken if wording.language_name(tag) == tag] == []


def test_a_phone_number_of_the_example_is_assigned_nowhere() -> None:
    assert all(re.fullmatch(r"\+\d+ 000 \d{3} \d{3}", member(c).phone or "") for c in everyone())


def test_member_numbers_are_never_given_twice() -> None:
    numbers = Counter(row(case).number for case in everyone())
    assert max(numbers.values()) == 1


def test_the_credentials_are_plainly_those_of_an_example() -> None:
    credentials = demo_credentials()
    assert credentials.organisation == "Example organisation"
    assert len(PASSPHRASE) >= SHORTEST
    assert Counter(p.role for p in credentials.people) == {Role.NURSE: 8, Role.SUPERVISOR: 2}
    assert len({p.team for p in credentials.people}) == 2
    for person in credentials.people:
        assert len(person.password) >= SHORTEST
        assert "example" in person.password


def test_a_misspelt_word_list_is_refused_with_its_file(tmp_path: Path) -> None:
    shutil.copytree(RESOURCES / "demo", tmp_path / "demo")
    file = tmp_path / "demo" / "programmes" / "heart.toml"
    file.write_text(file.read_text() + '\ncolour = "red"\n')
    with pytest.raises(ContentError) as caught:
        read_words(tmp_path)
    assert caught.value.file == file


@pytest.fixture(scope="module")
def loaded(postgres: EmbeddedPostgres, migrated: str) -> Iterator[Engine]:
    """A database with the example in it; what its tests do leaves it as it is."""
    urls = postgres.create_database("example", template=migrated)
    engine = open_database(urls.app)
    steps: list[tuple[int, int]] = []
    assert load_demo(engine, lambda: NOW, RESOURCES, lambda *s: steps.append(s), CHEAP)
    assert steps == [(n, 8) for n in range(9)]
    yield engine
    engine.dispose()
    postgres.drop_database("example")


def test_the_example_is_loaded_whole_and_says_that_it_is_one(loaded: Engine) -> None:
    with server_transaction(loaded) as connection:
        assert example_name(connection) == "Example organisation"
        kinds = select(record.c.kind, func.count()).group_by(record.c.kind)
        counts = {kind: count for kind, count in connection.execute(kinds)}
        refused = select(func.count()).select_from(event).where(event.c.reason.is_not(None))
        assert connection.scalar(refused) == 0
    assert (counts["case"], counts["member"], counts["staff_member"]) == (480, 480, 10)


def test_loading_it_again_changes_nothing(loaded: Engine) -> None:
    every = select(stream.c.id, stream.c.head, stream.c.digest).order_by(stream.c.id)
    with server_transaction(loaded) as connection:
        before = connection.execute(every).all()
    assert not load_demo(loaded, lambda: NOW, RESOURCES, lambda *_: None, CHEAP)
    with server_transaction(loaded) as connection:
        assert connection.execute(every).all() == before


def test_everybody_of_the_example_can_sign_in_and_sees_their_cases(loaded: Engine) -> None:
    passwords = Passwords(CHEAP, lambda n: bytes(n))
    with server_transaction(loaded) as connection:
        care = set(connection.scalars(select(stream.c.id).where(stream.c.kind == "care")))
        for person in STAFF:
            found = people.find(connection, person.login)
            assert found is not None
            assert passwords.match(person.password, found.password)
            seen = seen_by(connection, person.login, care)
            assert len(seen) == (60 if person.role is Role.NURSE else 240)


def test_a_database_in_use_is_no_place_for_the_example(engine: Engine) -> None:
    with server_transaction(engine) as connection:
        row_of = people.PersonRow(
            login=STAFF[0].login, name="Amara", roles=(Role.ADMIN,), team=None, password=""
        )
        assert people.add(connection, row_of)
    with pytest.raises(DomainError, match="exists"):
        load_demo(engine, lambda: NOW, RESOURCES, lambda *_: None, CHEAP)
    with server_transaction(engine) as connection:
        assert example_name(connection) is None
        assert connection.scalar(select(func.count()).select_from(record)) == 0
