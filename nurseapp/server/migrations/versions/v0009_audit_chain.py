"""The audit trail is sealed into a chain of hashes, and nobody changes either."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Let one row say all that a request handed out; add the chain, and what guards both."""
    op.add_column("audit", sa.Column("given", JSONB))
    op.add_column("audit", sa.Column("detail", sa.Text))
    op.add_column("audit", sa.Column("request", sa.Text))
    op.create_index("audit_stream", "audit", ["stream_id"])
    op.create_index(
        "audit_given",
        "audit",
        ["given"],
        postgresql_using="gin",
        postgresql_ops={"given": "jsonb_path_ops"},
    )
    op.create_table(
        "audit_chain",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("audit_id", sa.BigInteger, nullable=False, unique=True),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("epoch", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("previous", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("hash", sa.LargeBinary, nullable=False),
    )
    op.execute(
        "CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$"
        " BEGIN RAISE EXCEPTION 'the audit trail only grows'; END $$"
    )
    for table in ("audit", "audit_chain"):
        op.execute(
            f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()"
        )
    if op.get_bind().scalar(sa.text("SELECT 1 FROM pg_roles WHERE rolname = 'nurse_app'")):
        op.execute("GRANT SELECT, INSERT ON audit_chain TO nurse_app")


def downgrade() -> None:
    """Drop the chain: what was sealed can be changed unseen from then on."""
    op.drop_table("audit_chain")
    op.execute("DROP TRIGGER audit_only_grows ON audit")
    op.execute("DROP FUNCTION audit_only_grows")
    op.drop_index("audit_given", "audit")
    op.drop_index("audit_stream", "audit")
    for column in ("request", "detail", "given"):
        op.drop_column("audit", column)
