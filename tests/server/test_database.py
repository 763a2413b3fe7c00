"""The database: migrated to what the code expects, its epoch bound to the server that runs it."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import ProgrammingError

from nurseapp.server import migrations
from nurseapp.server.embedded import Urls
from nurseapp.server.store import documents, schema
from nurseapp.server.store.acting import server_transaction
from nurseapp.server.store.bulk import insert_rows
from nurseapp.server.store.database import (
    StoreForbidden,
    StoreRejected,
    StoreUnavailable,
    example_name,
    mark_as_example,
    migrate,
    open_database,
    private_key,
    server_id,
    transaction,
)
from tests.server.organisation import Organisation


def as_owner(urls: Urls, *statements: str) -> None:
    """Change the database behind the application's back."""
    owner = create_engine(urls.owner)
    with owner.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    owner.dispose()


def epoch(urls: Urls) -> str:
    """Open the database anew and read its epoch."""
    engine = open_database(urls.app)
    with transaction(engine) as connection:
        found = connection.scalar(select(schema.meta.c.epoch))
    engine.dispose()
    return str(found)


def test_the_migrations_lead_to_the_tables_that_the_code_uses(urls: Urls) -> None:
    owner = create_engine(urls.owner)
    with owner.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []
    owner.dispose()
    config = Config()
    config.set_main_option("script_location", str(migrations.__path__[0]))
    assert ScriptDirectory.from_config(config).get_current_head() == schema.REVISION


def test_migrating_a_second_time_does_nothing(database_urls: Urls) -> None:
    assert migrate(database_urls.owner) is True
    assert migrate(database_urls.owner) is False


def test_a_migration_can_be_taken_back(database_urls: Urls) -> None:
    from alembic import command

    migrate(database_urls.owner)
    owner = create_engine(database_urls.owner)
    config = Config()
    config.set_main_option("script_location", str(migrations.__path__[0]))
    with owner.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    owner.dispose()

    assert migrate(database_urls.owner) is True


def test_a_database_that_was_never_migrated_is_not_opened(database_urls: Urls) -> None:
    with pytest.raises(StoreUnavailable) as error:
        open_database(database_urls.app)

    assert error.value.code == "database_not_migrated"


def test_a_database_of_another_revision_is_not_opened(urls: Urls) -> None:
    as_owner(urls, "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(StoreUnavailable) as error:
        open_database(urls.app)

    assert error.value.facts == {"found": "9999", "needed": schema.REVISION}


@pytest.mark.parametrize("reach", [open_database, migrate])
def test_a_database_that_cannot_be_reached_is_a_circumstance(reach: object) -> None:
    assert callable(reach)
    with pytest.raises(StoreUnavailable) as error:
        reach("postgresql+psycopg://nobody:secret@127.0.0.1:1/nothing")

    assert error.value.code == "database_unreachable"
    assert "secret" not in str(error.value)


def test_who_may_not_make_tables_cannot_migrate(database_urls: Urls) -> None:
    with pytest.raises(ProgrammingError):
        migrate(database_urls.app)


def test_the_epoch_stays_while_the_server_does(urls: Urls) -> None:
    assert epoch(urls) == epoch(urls)


@pytest.mark.parametrize(
    "restored",
    [
        "UPDATE meta SET system_identifier = system_identifier + 1",
        "UPDATE meta SET timeline = timeline + 1",
    ],
)
def test_another_server_or_timeline_begins_a_new_epoch(urls: Urls, restored: str) -> None:
    before = epoch(urls)
    engine = open_database(urls.app)
    with transaction(engine) as connection:
        server = server_id(connection)
    engine.dispose()

    as_owner(urls, restored)

    assert epoch(urls) != before
    assert epoch(urls) == epoch(urls)
    engine = open_database(urls.app)
    with transaction(engine) as connection:
        assert server_id(connection) == server
    engine.dispose()


def test_a_database_says_for_good_that_it_holds_an_example(organisation: Organisation) -> None:
    with transaction(organisation.engine) as connection:
        assert example_name(connection) is None
        mark_as_example(connection, "Example")
        assert example_name(connection) == "Example"


@pytest.mark.parametrize("table", ["event", "history", "audit", "document"])
@pytest.mark.parametrize("act", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_application_cannot_change_what_happened(
    organisation: Organisation, table: str, act: str
) -> None:
    column = schema.metadata.tables[table].columns.keys()[1]
    statement = act.format(table, column, column)

    with (
        pytest.raises(StoreForbidden, match="permission denied"),
        transaction(organisation.engine) as connection,
    ):
        connection.execute(text(statement))


def test_a_database_has_one_key_of_its_own_that_the_application_cannot_change(
    urls: Urls, database_urls: Urls
) -> None:
    migrate(database_urls.owner)
    keys = []
    for url in (urls.app, urls.app, database_urls.app):
        engine = open_database(url)
        with transaction(engine) as connection:
            keys.append(private_key(connection))
        engine.dispose()

    assert keys[0] == keys[1] != keys[2]
    engine = open_database(urls.app)
    with (
        pytest.raises(StoreForbidden, match="permission denied"),
        transaction(engine) as connection,
    ):
        connection.execute(text("UPDATE server_key SET private = 'another'"))
    engine.dispose()


def test_a_received_document_is_kept_once_under_its_hash(organisation: Organisation) -> None:
    with server_transaction(organisation.engine) as connection:
        first = documents.keep(connection, b"\x00 as it came", "hospital", organisation.now)
        second = documents.keep(connection, b"\x00 as it came", "hospital", organisation.now)

        assert first == second
        assert documents.content(connection, first) == b"\x00 as it came"
        assert documents.content(connection, "0" * 64) is None


def test_values_that_the_database_does_not_take_are_told_from_a_database_that_is_away(
    organisation: Organisation,
) -> None:
    twice = [{"sha256": "a", "blob": blob} for blob in ("1", "2")]
    with pytest.raises(StoreRejected), transaction(organisation.engine) as connection:
        insert_rows(connection, schema.attachment_file, twice)
    with pytest.raises(StoreUnavailable), transaction(organisation.engine) as connection:
        connection.execute(text("DO $$ BEGIN RAISE 'again' USING ERRCODE = '40001'; END $$"))


def test_only_psycopg_is_spoken_to() -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection, pytest.raises(TypeError):
        insert_rows(connection, schema.assignment, [{"case_id": "a"}])
    engine.dispose()
