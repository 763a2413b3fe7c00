"""Which streams the server took back, with its word for it, and which of them a person gave up."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the two marks to each stream."""
    op.execute("ALTER TABLE stream ADD COLUMN revoked INTEGER NOT NULL DEFAULT 0")
    op.execute("ALTER TABLE stream ADD COLUMN confirmed INTEGER NOT NULL DEFAULT 0")
