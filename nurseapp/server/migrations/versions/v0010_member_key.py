"""By which case a member is found: a hash of their number, never the number itself."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_FILL = """
UPDATE assignment
   SET member = encode(
           sha256(convert_to(lower(btrim(record.body::json ->> 'number')), 'UTF8')), 'hex')
  FROM record
 WHERE record.stream_id = assignment.case_id || '.care' AND record.kind = 'member'
"""


def upgrade() -> None:
    """Add the column, and fill it for the members who are here."""
    op.add_column("assignment", sa.Column("member", sa.Text))
    op.create_index("ix_assignment_member", "assignment", ["member"])
    for table in ("record", "assignment"):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(_FILL)
    for table in ("record", "assignment"):
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_assignment_member", "assignment")
    op.drop_column("assignment", "member")
