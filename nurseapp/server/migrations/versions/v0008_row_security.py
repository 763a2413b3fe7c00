"""Row-level security, forced: a forgotten condition shows nothing instead of somebody's case.

Every transaction says whom it acts for: ``nurseapp.actor`` is a login, or ``*`` for feeds, commands
and upkeep; ``nurseapp.at`` is the time by which access ends. Without them there is no row. The
owner is bound too: a migration that moves rows lifts it for its table with NO FORCE, and a backup
is made by a role with BYPASSRLS.
"""

from alembic import op

revision = "0008"
down_revision = "0007"

_ACTOR = "(SELECT current_setting('nurseapp.actor', true))"
_AT = "(SELECT nullif(current_setting('nurseapp.at', true), '')::timestamptz)"
_IS_SERVER = f"{_ACTOR} = '*'"
_IS_SOMEBODY = f"coalesce({_ACTOR}, '') <> ''"


def _sees(stream: str) -> str:
    return (
        f"{_IS_SERVER} OR EXISTS (SELECT FROM case_access AS mine WHERE mine.user_id = {_ACTOR}"
        f" AND mine.stream_id = {stream} AND (mine.until IS NULL OR mine.until > {_AT}))"
    )


def _is_own(person: str) -> str:
    return f"{_IS_SERVER} OR {person} = {_ACTOR}"


# For each table: what is read (changed and deleted alike), and what is added.
_POLICIES = {
    "stream": (_sees("stream.id"), _IS_SOMEBODY),
    "record": (_sees("record.stream_id"), _sees("record.stream_id")),
    "history": (_sees("history.stream_id"), _sees("history.stream_id")),
    "event": (f"{_is_own('sender')} OR {_sees('event.stream_id')}", _is_own("sender")),
    "attachment_copy": (_sees("attachment_copy.stream_id"), _sees("attachment_copy.stream_id")),
    "attachment_upload": (
        _sees("attachment_upload.stream_id"),
        _sees("attachment_upload.stream_id"),
    ),
    "case_access": (_is_own("user_id"), _IS_SERVER),
    "revocation": (_is_own("user_id"), _IS_SERVER),
    "assignment": (_IS_SOMEBODY, _IS_SERVER),
    "document": (_IS_SERVER, _IS_SERVER),
    "audit": (_IS_SERVER, "true"),
}


def upgrade() -> None:
    """Enable and force it, with a policy for reading, adding, changing and deleting."""
    for table, (read, added) in _POLICIES.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY {table}_read ON {table} FOR SELECT USING ({read})")
        op.execute(f"CREATE POLICY {table}_add ON {table} FOR INSERT WITH CHECK ({added})")
        op.execute(
            f"CREATE POLICY {table}_change ON {table} FOR UPDATE USING ({read})"
            f" WITH CHECK ({added})"
        )
        op.execute(f"CREATE POLICY {table}_delete ON {table} FOR DELETE USING ({read})")


def downgrade() -> None:
    """Leave access to the statements alone."""
    for table in _POLICIES:
        for verb in ("read", "add", "change", "delete"):
            op.execute(f"DROP POLICY {table}_{verb} ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
