"""Which cases are wanted before all others."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the mark to each case."""
    op.execute("ALTER TABLE held_case ADD COLUMN wanted INTEGER NOT NULL DEFAULT 0")
