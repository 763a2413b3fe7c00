"""Commands are counted as they are issued: the clock may have been put back between two of them."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Add the number; those that wait already are counted as they lie, which is as they came."""
    op.add_column(
        "command",
        sa.Column("number", sa.BigInteger, sa.Identity(always=True), nullable=False),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_column("command", "number")
