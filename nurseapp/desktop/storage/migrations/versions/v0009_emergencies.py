"""The cases that were opened in an emergency are found without reading every record."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the index, which holds next to nothing."""
    op.execute("CREATE INDEX record_emergency ON record (stream_n) WHERE kind = 'emergency_access'")
