"""What was done here, sealed for the server, and which receipts a restored one has forgotten."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and the mark on receipts."""
    op.execute("""
        CREATE TABLE sealed (
            n INTEGER PRIMARY KEY,
            event TEXT NOT NULL UNIQUE,
            stream TEXT NOT NULL,
            payload_hash BLOB NOT NULL,
            sealed BLOB NOT NULL
        )
    """)
    op.execute("ALTER TABLE sent ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0")
    op.execute("CREATE INDEX sent_forgotten ON sent (event) WHERE forgotten")
