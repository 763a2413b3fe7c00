"""What was done here and is no event, until it is in the server's audit trail."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.execute(
        "CREATE TABLE deed (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at TEXT NOT NULL,"
        " action TEXT NOT NULL, stream TEXT NOT NULL, detail TEXT NOT NULL)"
    )
