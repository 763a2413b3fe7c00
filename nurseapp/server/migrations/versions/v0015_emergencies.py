"""How often somebody broke the glass of late is found without reading the whole trail."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add the index."""
    op.create_index(
        "audit_break_glass",
        "audit",
        ["actor", "at"],
        postgresql_where=sa.text("action = 'break-glass'"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_index("audit_break_glass", "audit")
