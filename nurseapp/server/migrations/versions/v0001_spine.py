"""Streams, records, events and their history; people and what they may see; the audit trail.

The application role ``nurse_app``, where it exists, may add to what happened and never change it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_CHANGES = "meta, stream, record, assignment, case_access, person, session"
_ONLY_ADDS = "event, history, document, audit"


def upgrade() -> None:
    """Create the tables of the spine."""
    _streams()
    _events()
    _people()
    _trail()
    op.execute(
        "INSERT INTO stream (id, kind, case_id, head, digest)"
        " VALUES ('organisation.org', 'org', 'organisation', 0, repeat('0', 32))"
    )
    if op.get_bind().scalar(sa.text("SELECT 1 FROM pg_roles WHERE rolname = 'nurse_app'")):
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {_CHANGES} TO nurse_app")
        op.execute(f"GRANT SELECT, INSERT ON {_ONLY_ADDS} TO nurse_app")
        op.execute("GRANT SELECT ON alembic_version TO nurse_app")


def downgrade() -> None:
    """Drop everything."""
    for table in f"{_CHANGES}, {_ONLY_ADDS}".split(", "):
        op.execute(f"DROP TABLE {table} CASCADE")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _at(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False)


def _streams() -> None:
    op.create_table(
        "meta",
        sa.Column("single", sa.Boolean, sa.CheckConstraint("single", name="meta_single_row")),
        _text("server_id"),
        _text("epoch"),
        _number("system_identifier"),
        _number("timeline"),
        sa.Column("example_name", sa.Text),
        sa.PrimaryKeyConstraint("single"),
    )
    op.create_table(
        "stream",
        sa.Column("id", sa.Text, primary_key=True),
        _text("kind"),
        _text("case_id"),
        _number("head"),
        _text("digest"),
    )
    op.create_table(
        "record",
        _text("stream_id"),
        _text("record_id"),
        _text("kind"),
        _number("rev"),
        sa.Column("deleted", sa.Boolean, nullable=False),
        sa.Column("schema", sa.Integer, nullable=False),
        _text("body"),
        sa.PrimaryKeyConstraint("stream_id", "record_id"),
        sa.UniqueConstraint("stream_id", "rev", name="record_rev"),
    )


def _events() -> None:
    op.create_table(
        "event",
        _text("id"),
        _text("sender"),
        sa.Column("payload_hash", sa.LargeBinary, nullable=False),
        _text("stream_id"),
        _text("author"),
        _text("device"),
        _at("received_at"),
        _text("kind"),
        _text("payload"),
        _text("status"),
        _number("rev"),
        sa.Column("conflicts", sa.ARRAY(sa.Text), nullable=False),
        sa.Column("reason", sa.Text),
        sa.PrimaryKeyConstraint("id", "sender", "payload_hash"),
    )
    op.create_table(
        "history",
        _text("stream_id"),
        _number("rev"),
        _text("record_id"),
        _text("event_id"),
        sa.Column("before", sa.Text),
        sa.PrimaryKeyConstraint("stream_id", "rev"),
    )


def _people() -> None:
    op.create_table(
        "assignment",
        sa.Column("case_id", sa.Text, primary_key=True),
        sa.Column("nurse", sa.Text, index=True),
        sa.Column("team", sa.Text, index=True),
    )
    op.create_table(
        "person",
        sa.Column("login", sa.Text, primary_key=True),
        _text("name"),
        sa.Column("roles", sa.ARRAY(sa.Text), nullable=False),
        sa.Column("team", sa.Text, index=True),
        _text("password"),
        sa.Column("active", sa.Boolean, nullable=False),
    )
    op.create_table(
        "case_access",
        sa.Column("user_id", sa.Text, sa.ForeignKey("person.login"), nullable=False),
        sa.Column("stream_id", sa.Text, sa.ForeignKey("stream.id"), nullable=False),
        _text("mode"),
        sa.PrimaryKeyConstraint("user_id", "stream_id"),
    )
    op.create_index("case_access_stream", "case_access", ["stream_id"])
    op.create_table(
        "session",
        sa.Column("token_hash", sa.LargeBinary, primary_key=True),
        sa.Column("person", sa.Text, sa.ForeignKey("person.login"), nullable=False, index=True),
        _text("device"),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False, index=True),
    )


def _trail() -> None:
    op.create_table(
        "document",
        sa.Column("sha256", sa.Text, primary_key=True),
        _at("received_at"),
        _text("sender"),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        _at("at"),
        _text("actor"),
        _text("device"),
        _text("action"),
        sa.Column("stream_id", sa.Text),
        sa.Column("event_id", sa.Text),
        sa.Column("first_rev", sa.BigInteger),
        sa.Column("last_rev", sa.BigInteger),
        _text("outcome"),
    )
