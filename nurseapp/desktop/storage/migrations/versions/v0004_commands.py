"""What the server told this computer to do."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.execute("""
        CREATE TABLE command (
            id TEXT PRIMARY KEY,
            kind TEXT NOT NULL,
            streams TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'asked'
        )
    """)
