"""A computer that is new to somebody may take a code, of which everybody has one at most."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

_ACTOR = "(SELECT current_setting('nurseapp.actor', true))"
_IS_SERVER = f"{_ACTOR} = '*'"
_IS_OWN = f"{_IS_SERVER} OR person = {_ACTOR}"


def upgrade() -> None:
    """Add the table, guarded: who is not its person sees none of it."""
    op.create_table(
        "enrolment_code",
        sa.Column("person", sa.Text, sa.ForeignKey("person.login"), primary_key=True),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
    )
    op.execute("ALTER TABLE enrolment_code ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE enrolment_code FORCE ROW LEVEL SECURITY")
    for verb, rule in (
        ("read ON enrolment_code FOR SELECT", f"USING ({_IS_OWN})"),
        ("add ON enrolment_code FOR INSERT", f"WITH CHECK ({_IS_SERVER})"),
        ("change ON enrolment_code FOR UPDATE", f"USING ({_IS_SERVER}) WITH CHECK ({_IS_SERVER})"),
        ("delete ON enrolment_code FOR DELETE", f"USING ({_IS_OWN})"),
    ):
        op.execute(f"CREATE POLICY enrolment_code_{verb} {rule}")
    if op.get_bind().scalar(sa.text("SELECT 1 FROM pg_roles WHERE rolname = 'nurse_app'")):
        op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON enrolment_code TO nurse_app")


def downgrade() -> None:
    """Drop it: a password is enough for a new computer."""
    op.drop_table("enrolment_code")
