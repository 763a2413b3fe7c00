"""Dead letters, and what settles them, are found without reading every event."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add the indexes, which hold next to nothing."""
    op.create_index(
        "event_refused",
        "event",
        ["stream_id"],
        postgresql_where=sa.text("status = 'refused'"),
    )
    op.create_index(
        "event_withdrawal",
        "event",
        ["stream_id"],
        postgresql_where=sa.text("kind = 'EntryWithdrawn'"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_index("event_withdrawal", "event")
    op.drop_index("event_refused", "event")
