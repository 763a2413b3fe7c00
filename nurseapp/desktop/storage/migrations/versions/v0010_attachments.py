"""The attached files of the cases to be visited are found without reading every record."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the index, which holds little."""
    op.execute("CREATE INDEX record_attachment ON record (stream_n) WHERE kind = 'attachment'")
