"""Streams, and who may see them, say which transaction wrote them last.

With the snapshot of an earlier look the database then finds what that look did not see, whatever
the order in which transactions ended, and need not go through all that somebody may see.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

_INDEXES = {
    "stream": ("changed",),
    "case_access": ("user_id", "changed"),
    "revocation": ("user_id", "changed"),
}


def upgrade() -> None:
    """Add the column; what is there counts as written now."""
    for table, columns in _INDEXES.items():
        now = sa.text("pg_current_xact_id()::text::bigint")
        column = sa.Column("changed", sa.BigInteger, nullable=False, server_default=now)
        op.add_column(table, column)
        op.create_index(f"{table}_changed", table, columns)


def downgrade() -> None:
    """Drop it: every look goes through everything."""
    for table in _INDEXES:
        op.drop_column(table, "changed")
