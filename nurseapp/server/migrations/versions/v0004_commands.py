"""What computers were told to do."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "command",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, sa.ForeignKey("person.login"), nullable=False),
        sa.Column("device", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("streams", sa.ARRAY(sa.Text), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True)),
    )
    op.create_index(
        "command_waiting",
        "command",
        ["person", "device"],
        postgresql_where=sa.text("done_at IS NULL"),
    )
    if op.get_bind().scalar(sa.text("SELECT 1 FROM pg_roles WHERE rolname = 'nurse_app'")):
        op.execute("GRANT SELECT, INSERT, UPDATE ON command TO nurse_app")


def downgrade() -> None:
    """Drop it: what was not done yet is not done any more."""
    op.drop_table("command")
