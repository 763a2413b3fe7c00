"""People may be linked to whom a provider of OpenID Connect names."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "identity",
        sa.Column("issuer", sa.Text, primary_key=True),
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, sa.ForeignKey("person.login"), nullable=False),
    )
    if op.get_bind().scalar(sa.text("SELECT 1 FROM pg_roles WHERE rolname = 'nurse_app'")):
        op.execute("GRANT SELECT, INSERT ON identity TO nurse_app")


def downgrade() -> None:
    """Drop it: people sign in with their passwords alone."""
    op.drop_table("identity")
