"""Who stands to a case besides its nurse and team, and until when somebody may see a stream."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the columns; nobody took part in a case before."""
    op.add_column(
        "assignment", sa.Column("others", JSONB, nullable=False, server_default=sa.text("'{}'"))
    )
    op.add_column("assignment", sa.Column("changes_at", sa.DateTime(timezone=True)))
    op.create_index("ix_assignment_changes_at", "assignment", ["changes_at"])
    op.create_index(
        "assignment_others",
        "assignment",
        ["others"],
        postgresql_using="gin",
        postgresql_ops={"others": "jsonb_path_ops"},
    )
    op.add_column("case_access", sa.Column("until", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Drop them, and with them what was given to anybody until a time."""
    op.execute("DELETE FROM case_access WHERE until IS NOT NULL")
    op.drop_column("case_access", "until")
    op.drop_index("assignment_others", "assignment")
    op.drop_index("ix_assignment_changes_at", "assignment")
    op.drop_column("assignment", "changes_at")
    op.drop_column("assignment", "others")
