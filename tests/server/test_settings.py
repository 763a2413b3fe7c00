"""Settings are checked before anything starts, and a wrong one is named without its value."""

from datetime import timedelta
from pathlib import Path

import pytest

from nurseapp.domain.policy import Role
from nurseapp.server.settings import Enrolment, Settings, SettingsError, read_settings


def test_without_any_settings_the_embedded_database_is_used(tmp_path: Path) -> None:
    settings = read_settings({}, tmp_path)

    assert settings.database_url is None
    assert settings.embedded_for_trial is False
    assert settings.data == tmp_path
    assert (settings.token, settings.session) == (timedelta(minutes=10), timedelta(days=30))


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_a_postgresql_is_reached_through_psycopg(tmp_path: Path, scheme: str) -> None:
    url = f"{scheme}://anna:p%40ss@db.example:5433/nurses?sslmode=verify-full"

    settings = read_settings({"NURSEAPP_DATABASE_URL": url}, tmp_path)

    expected = "postgresql+psycopg://anna:p%40ss@db.example:5433/nurses?sslmode=verify-full"
    assert settings.database_url == expected
    assert "p%40ss" not in repr(settings)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "secret",
        "sqlite:///secret.db",
        "mysql://a:secret@b/c",
        "postgresql://a:secret@b",
        "postgresql://a:secret@b:notaport/c",
    ],
)
def test_an_address_of_no_postgresql_is_refused_without_repeating_it(
    tmp_path: Path, url: str
) -> None:
    with pytest.raises(SettingsError, match="NURSEAPP_DATABASE_URL") as error:
        read_settings({"NURSEAPP_DATABASE_URL": url}, tmp_path)

    assert "secret" not in str(error.value)


def test_the_embedded_database_is_opened_to_a_trial_by_one_word_only(tmp_path: Path) -> None:
    assert read_settings({"NURSEAPP_EMBEDDED": "trial"}, tmp_path).embedded_for_trial is True
    with pytest.raises(SettingsError, match="NURSEAPP_EMBEDDED"):
        read_settings({"NURSEAPP_EMBEDDED": "yes"}, tmp_path)


@pytest.mark.parametrize("days", ["", "0", "31", "-1", "a week"])
def test_a_lease_is_a_number_of_days_up_to_thirty(tmp_path: Path, days: str) -> None:
    assert read_settings({}, tmp_path).lease == timedelta(days=7)
    assert read_settings({"NURSEAPP_LEASE_DAYS": "30"}, tmp_path).lease == timedelta(days=30)
    with pytest.raises(SettingsError, match="NURSEAPP_LEASE_DAYS"):
        read_settings({"NURSEAPP_LEASE_DAYS": days}, tmp_path)


@pytest.mark.parametrize("number", ["", "0", "101", "-1", "three"])
def test_emergencies_in_a_day_are_a_number_up_to_a_hundred(tmp_path: Path, number: str) -> None:
    assert read_settings({}, tmp_path).emergencies == 3
    assert read_settings({"NURSEAPP_EMERGENCIES_A_DAY": "5"}, tmp_path).emergencies == 5
    with pytest.raises(SettingsError, match="NURSEAPP_EMERGENCIES_A_DAY"):
        read_settings({"NURSEAPP_EMERGENCIES_A_DAY": number}, tmp_path)


def test_a_proxy_before_the_server_is_said_by_one_word_only(tmp_path: Path) -> None:
    assert not read_settings({}, tmp_path).behind_proxy
    assert read_settings({"NURSEAPP_BEHIND": "proxy"}, tmp_path).behind_proxy
    with pytest.raises(SettingsError, match="NURSEAPP_BEHIND"):
        read_settings({"NURSEAPP_BEHIND": "yes"}, tmp_path)


def test_an_organisation_has_a_name(tmp_path: Path) -> None:
    name = {"NURSEAPP_ORGANISATION": " St. Brigid "}
    assert read_settings(name, tmp_path).organisation == "St. Brigid"
    assert read_settings({}, tmp_path).organisation == Settings().organisation
    with pytest.raises(SettingsError, match="NURSEAPP_ORGANISATION"):
        read_settings({"NURSEAPP_ORGANISATION": " "}, tmp_path)


def test_the_roles_that_must_have_a_second_factor_are_named_or_none(tmp_path: Path) -> None:
    named = {"NURSEAPP_SECOND_FACTOR_ROLES": "admin, supervisor"}

    assert read_settings({}, tmp_path).factor_roles == frozenset()
    assert read_settings(named, tmp_path).factor_roles == {Role.ADMIN, Role.SUPERVISOR}
    with pytest.raises(SettingsError, match="names a role that is none of: nurse"):
        read_settings({"NURSEAPP_SECOND_FACTOR_ROLES": "boss"}, tmp_path)


def test_the_keys_of_second_factors_lie_beside_the_data_or_where_they_are_said_to(
    tmp_path: Path,
) -> None:
    assert read_settings({}, tmp_path).factor_key_file == tmp_path / "second-factor.keys"
    elsewhere = read_settings({"NURSEAPP_SECOND_FACTOR_KEYS": "/run/keys"}, tmp_path)
    assert elsewhere.factor_key_file == Path("/run/keys")


@pytest.mark.parametrize("number", ["", "0", "1000001", "-1", "many"])
def test_how_often_a_computer_may_ask_is_a_number(tmp_path: Path, number: str) -> None:
    asked = {"NURSEAPP_REQUESTS_A_MINUTE": "90"}
    assert read_settings(asked, tmp_path).limits.requests_a_minute == 90
    assert read_settings({}, tmp_path).limits == Settings().limits
    with pytest.raises(SettingsError, match="NURSEAPP_REQUESTS_A_MINUTE"):
        read_settings({"NURSEAPP_REQUESTS_A_MINUTE": number}, tmp_path)


@pytest.mark.parametrize("number", ["", "0", "101", "-1", "few"])
def test_on_how_many_computers_each_signs_in_is_a_number(tmp_path: Path, number: str) -> None:
    assert read_settings({"NURSEAPP_COMPUTERS_A_PERSON": "3"}, tmp_path).computers == 3
    assert read_settings({}, tmp_path).computers is None
    with pytest.raises(SettingsError, match="NURSEAPP_COMPUTERS_A_PERSON"):
        read_settings({"NURSEAPP_COMPUTERS_A_PERSON": number}, tmp_path)


def test_a_new_computer_takes_a_code_or_none_or_as_the_organisation_is(tmp_path: Path) -> None:
    assert read_settings({}, tmp_path).enrolment is None
    for word in Enrolment:
        assert read_settings({"NURSEAPP_ENROLMENT": word}, tmp_path).enrolment is word
    with pytest.raises(SettingsError, match="NURSEAPP_ENROLMENT may only be"):
        read_settings({"NURSEAPP_ENROLMENT": "never"}, tmp_path)


@pytest.mark.parametrize("minutes", ["", "0", "1441", "-1", "long"])
def test_a_code_is_good_for_a_number_of_minutes(tmp_path: Path, minutes: str) -> None:
    assert read_settings({}, tmp_path).enrolment_code == timedelta(minutes=15)
    asked = {"NURSEAPP_ENROLMENT_MINUTES": "60"}
    assert read_settings(asked, tmp_path).enrolment_code == timedelta(hours=1)
    with pytest.raises(SettingsError, match="NURSEAPP_ENROLMENT_MINUTES"):
        read_settings({"NURSEAPP_ENROLMENT_MINUTES": minutes}, tmp_path)


def test_only_a_provider_vouches_for_new_computers(tmp_path: Path) -> None:
    claim = {"NURSEAPP_ENROLMENT_CLAIM": "may_enrol"}
    whole = claim | {
        "NURSEAPP_OIDC_ISSUER": "https://id.example.org",
        "NURSEAPP_OIDC_CLIENT_ID": "nurseapp",
    }
    provider = read_settings(whole, tmp_path).provider
    assert provider is not None
    assert provider.enrolment_claim == "may_enrol"
    with pytest.raises(SettingsError, match="NURSEAPP_ENROLMENT_CLAIM"):
        read_settings(claim, tmp_path)
