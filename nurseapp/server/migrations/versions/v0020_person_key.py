"""By which case a member is found without a number: a hash of their name and birth date."""

from datetime import date

import sqlalchemy as sa
from alembic import op

from nurseapp.domain.member import NamedPerson
from nurseapp.server.standing import person_key

revision = "0020"
down_revision = "0019"

_MEMBERS = """
SELECT assignment.case_id,
       record.body::json ->> 'family_name',
       record.body::json ->> 'given_name',
       record.body::json ->> 'birth_date'
  FROM assignment
  JOIN record ON record.stream_id = assignment.case_id || '.care' AND record.kind = 'member'
 WHERE record.body::json ->> 'birth_date' IS NOT NULL
"""
_FILL = sa.text("UPDATE assignment SET person = :person WHERE case_id = :case")


def upgrade() -> None:
    """Add the column, and fill it for the members who are here; SQL cannot fold a name alike."""
    op.add_column("assignment", sa.Column("person", sa.Text))
    op.create_index("ix_assignment_person", "assignment", ["person"])
    for table in ("record", "assignment"):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    connection = op.get_bind()
    keys = [
        {"case": case, "person": _key(family_name, given_name, birth_date)}
        for case, family_name, given_name, birth_date in connection.execute(sa.text(_MEMBERS))
    ]
    if keys:
        connection.execute(_FILL, keys)
    for table in ("record", "assignment"):
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def _key(family_name: str, given_name: str, birth_date: str) -> str:
    born = date.fromisoformat(birth_date)
    return person_key(NamedPerson(family_name=family_name, given_name=given_name, birth_date=born))


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_assignment_person", "assignment")
    op.drop_column("assignment", "person")
