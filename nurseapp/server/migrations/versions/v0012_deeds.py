"""What was done on a computer without the server comes into the audit trail, once."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the time at which it was done; by its id it is known again."""
    op.add_column("audit", sa.Column("acted_at", sa.DateTime(timezone=True)))
    op.create_index(
        "audit_deed",
        "audit",
        ["actor", "event_id"],
        unique=True,
        postgresql_where=sa.text("acted_at IS NOT NULL"),
    )


def downgrade() -> None:
    """Drop it: of what was done on a computer, only the arrival stays."""
    op.drop_index("audit_deed", "audit")
    op.drop_column("audit", "acted_at")
