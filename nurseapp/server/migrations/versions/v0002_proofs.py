"""The server's key, which the application role may use and not change."""

import sqlalchemy as sa
from alembic import op
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table and make the key, once in the life of a database."""
    key = op.create_table(
        "server_key",
        sa.Column("single", sa.Boolean, sa.CheckConstraint("single", name="server_key_single_row")),
        sa.Column("private", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("single"),
    )
    private = Ed25519PrivateKey.generate().private_bytes_raw()
    op.bulk_insert(key, [{"single": True, "private": private}])
    if op.get_bind().scalar(sa.text("SELECT 1 FROM pg_roles WHERE rolname = 'nurse_app'")):
        op.execute("GRANT SELECT ON server_key TO nurse_app")


def downgrade() -> None:
    """Drop the key: desktops that pinned it will not sync any more."""
    op.drop_table("server_key")
