"""The index of what was handed out leaves out the rows that handed out nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Build it anew: every event that is taken in would be written into it, for nothing."""
    _rebuild(sa.text("given IS NOT NULL"))


def downgrade() -> None:
    """Build it over all rows."""
    _rebuild(None)


def _rebuild(rows: sa.TextClause | None) -> None:
    op.drop_index("audit_given", "audit")
    op.create_index(
        "audit_given",
        "audit",
        ["given"],
        postgresql_using="gin",
        postgresql_ops={"given": "jsonb_path_ops"},
        postgresql_where=rows,
    )
