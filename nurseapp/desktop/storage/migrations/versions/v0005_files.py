"""Attached files: those on this computer with their keys, and what each record wants of them."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.execute("""
        CREATE TABLE held_file (
            sha256 TEXT PRIMARY KEY,
            size INTEGER NOT NULL,
            name TEXT NOT NULL UNIQUE,
            key BLOB NOT NULL,
            held INTEGER NOT NULL DEFAULT 0
        ) WITHOUT ROWID
    """)
    op.execute("""
        CREATE TABLE file_use (
            n INTEGER PRIMARY KEY AUTOINCREMENT,
            stream TEXT NOT NULL,
            record TEXT NOT NULL,
            case_id TEXT NOT NULL,
            sha256 TEXT NOT NULL REFERENCES held_file (sha256),
            event TEXT,
            goal TEXT NOT NULL,
            sent INTEGER NOT NULL DEFAULT 0,
            hindered TEXT,
            unnamed_since TEXT,
            UNIQUE (stream, record)
        )
    """)
    op.execute("CREATE INDEX file_use_file ON file_use (sha256)")
    op.execute("CREATE INDEX file_use_case ON file_use (case_id)")
    op.execute("CREATE TABLE dropped_file (name TEXT PRIMARY KEY) WITHOUT ROWID")
