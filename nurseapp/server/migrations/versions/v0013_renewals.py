"""Sessions that their computers renew with a key, and computers that were ended."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_COLUMNS = ("family", "device_key", "refresh_hash", "spent_hash", "ends_at")


def upgrade() -> None:
    """Add what renews a session; those that are here already run out as they would have."""
    op.add_column("session", sa.Column("family", sa.Text))
    op.create_unique_constraint("session_family_key", "session", ["family"])
    for name in ("device_key", "refresh_hash", "spent_hash"):
        op.add_column("session", sa.Column(name, sa.LargeBinary))
    op.add_column("session", sa.Column("ends_at", sa.DateTime(timezone=True)))
    op.add_column("device", sa.Column("ended_at", sa.DateTime(timezone=True)))
    if op.get_bind().scalar(sa.text("SELECT 1 FROM pg_roles WHERE rolname = 'nurse_app'")):
        op.execute("GRANT UPDATE ON session, device TO nurse_app")


def downgrade() -> None:
    """Drop it."""
    op.drop_column("device", "ended_at")
    for name in reversed(_COLUMNS):
        op.drop_column("session", name)
