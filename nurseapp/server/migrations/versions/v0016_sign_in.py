"""Failed sign-ins are counted, and people may have a second factor."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

_TABLES = "sign_in_failure, second_factor, recovery_code"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "sign_in_failure",
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("failed", sa.Integer, nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_sign_in_failure_last_at", "sign_in_failure", ["last_at"])
    op.create_table(
        "second_factor",
        sa.Column("person", sa.Text, sa.ForeignKey("person.login"), primary_key=True),
        sa.Column("secret", sa.LargeBinary, nullable=False),
        sa.Column("last_step", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "recovery_code",
        sa.Column("person", sa.Text, sa.ForeignKey("person.login"), primary_key=True),
        sa.Column("hash", sa.LargeBinary, primary_key=True),
    )
    if op.get_bind().scalar(sa.text("SELECT 1 FROM pg_roles WHERE rolname = 'nurse_app'")):
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {_TABLES} TO nurse_app")


def downgrade() -> None:
    """Drop them: whoever has a second factor signs in without it from then on."""
    op.execute(f"DROP TABLE {_TABLES}")
