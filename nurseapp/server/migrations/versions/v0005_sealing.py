"""The key to which desktops seal, and the keys with which they sign."""

import sqlalchemy as sa
from alembic import op
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the key, once in the life of a database, and the table of the computers' keys."""
    op.add_column("server_key", sa.Column("sealing", sa.LargeBinary))
    private = X25519PrivateKey.generate().private_bytes_raw()
    op.execute(sa.text("UPDATE server_key SET sealing = :key").bindparams(key=private))
    op.alter_column("server_key", "sealing", nullable=False)
    op.create_table(
        "device",
        sa.Column("person", sa.Text, sa.ForeignKey("person.login"), nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person", "id", "public_key"),
    )
    if op.get_bind().scalar(sa.text("SELECT 1 FROM pg_roles WHERE rolname = 'nurse_app'")):
        op.execute("GRANT SELECT, INSERT ON device TO nurse_app")


def downgrade() -> None:
    """Drop both: what desktops have sealed cannot be read any more."""
    op.drop_table("device")
    op.drop_column("server_key", "sealing")
