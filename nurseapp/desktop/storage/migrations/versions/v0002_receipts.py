"""The receipts of what was sent."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.execute("""
        CREATE TABLE sent (
            event TEXT PRIMARY KEY,
            stream TEXT NOT NULL,
            payload_hash BLOB NOT NULL,
            status TEXT NOT NULL,
            rev INTEGER NOT NULL,
            epoch TEXT NOT NULL,
            signature BLOB NOT NULL,
            at TEXT NOT NULL
        ) WITHOUT ROWID
    """)
    op.execute("CREATE INDEX sent_at ON sent (at)")
