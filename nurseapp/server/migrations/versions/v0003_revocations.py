"""Who lost which stream, until they get it back."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the table; what was lost before is not known."""
    op.create_table(
        "revocation",
        sa.Column("user_id", sa.Text, sa.ForeignKey("person.login"), nullable=False),
        sa.Column("stream_id", sa.Text, sa.ForeignKey("stream.id"), nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("user_id", "stream_id"),
    )
    if op.get_bind().scalar(sa.text("SELECT 1 FROM pg_roles WHERE rolname = 'nurse_app'")):
        op.execute("GRANT SELECT, INSERT, DELETE ON revocation TO nurse_app")


def downgrade() -> None:
    """Drop it: desktops then hold what they should give up."""
    op.drop_table("revocation")
