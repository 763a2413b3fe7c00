"""When the database's present life began: what a replay lacks is not waited for for ever."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the time; of the life that it is in, it counts from here."""
    op.add_column(
        "meta",
        sa.Column(
            "epoch_began", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()
        ),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_column("meta", "epoch_began")
