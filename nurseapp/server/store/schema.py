"""The tables, as the newest migration leaves them; a test holds the two together.

Text that is hashed or sent (bodies, payloads) is kept as it is, never as ``jsonb``: no end has to
write it anew. Called by the modules beside it only.
"""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

REVISION = "0022"

metadata = MetaData()
CURRENT_TRANSACTION = text("pg_current_xact_id()::text::bigint")


def _at(name: str) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=False)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _changed() -> Column[int]:
    """Keep which transaction wrote a row last: with a snapshot, who looked before it is known."""
    return Column("changed", BigInteger, nullable=False, server_default=CURRENT_TRANSACTION)


meta = Table(
    "meta",
    metadata,
    Column("single", Boolean, CheckConstraint("single", name="meta_single_row"), primary_key=True),
    _text("server_id"),
    _text("epoch"),
    Column("epoch_began", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("system_identifier", BigInteger, nullable=False),
    Column("timeline", BigInteger, nullable=False),
    Column("example_name", Text),
)

server_key = Table(
    "server_key",
    metadata,
    Column("single", Boolean, CheckConstraint("single", name="server_key_single_row")),
    Column("private", LargeBinary, nullable=False),
    Column("sealing", LargeBinary, nullable=False),
    PrimaryKeyConstraint("single"),
)

stream = Table(
    "stream",
    metadata,
    Column("id", Text, primary_key=True),
    _text("kind"),
    _text("case_id"),
    Column("head", BigInteger, nullable=False),
    _text("digest"),
    _changed(),
    Index("stream_changed", "changed"),
)

record = Table(
    "record",
    metadata,
    Column("stream_id", Text, primary_key=True),
    Column("record_id", Text, primary_key=True),
    _text("kind"),
    Column("rev", BigInteger, nullable=False),
    Column("deleted", Boolean, nullable=False),
    Column("schema", Integer, nullable=False),
    _text("body"),
    UniqueConstraint("stream_id", "rev", name="record_rev"),
)

# An id may have several rows: the event itself, what somebody else sent under it, and forks.
event = Table(
    "event",
    metadata,
    Column("id", Text, primary_key=True),
    Column("sender", Text, primary_key=True),
    Column("payload_hash", LargeBinary, primary_key=True),
    _text("stream_id"),
    _text("author"),
    _text("device"),
    _at("received_at"),
    _text("kind"),
    _text("payload"),
    _text("status"),
    Column("rev", BigInteger, nullable=False),
    Column("conflicts", ARRAY(Text), nullable=False),
    Column("reason", Text),
    Index("event_refused", "stream_id", postgresql_where=text("status = 'refused'")),
    Index("event_withdrawal", "stream_id", postgresql_where=text("kind = 'EntryWithdrawn'")),
)

history = Table(
    "history",
    metadata,
    Column("stream_id", Text, primary_key=True),
    Column("rev", BigInteger, primary_key=True),
    _text("record_id"),
    _text("event_id"),
    Column("before", Text),
)

assignment = Table(
    "assignment",
    metadata,
    Column("case_id", Text, primary_key=True),
    Column("nurse", Text, index=True),
    Column("team", Text, index=True),
    Column("others", JSONB, nullable=False, server_default="{}"),
    # When somebody's part, or what the member agreed to, next ends by itself.
    Column("changes_at", DateTime(timezone=True), index=True),
    # A hash of the member's number, to find the case by.
    Column("member", Text, index=True),
    # A hash of their name and birth date.
    Column("person", Text, index=True),
    Index(
        "assignment_others",
        "others",
        postgresql_using="gin",
        postgresql_ops={"others": "jsonb_path_ops"},
    ),
)

person = Table(
    "person",
    metadata,
    Column("login", Text, primary_key=True),
    _text("name"),
    Column("roles", ARRAY(Text), nullable=False),
    Column("team", Text, index=True),
    _text("password"),
    Column("active", Boolean, nullable=False),
)

case_access = Table(
    "case_access",
    metadata,
    Column("user_id", Text, ForeignKey("person.login"), primary_key=True),
    Column("stream_id", Text, ForeignKey("stream.id"), primary_key=True),
    _text("mode"),
    Column("until", DateTime(timezone=True)),
    _changed(),
    Index("case_access_stream", "stream_id"),
    Index("case_access_changed", "user_id", "changed"),
)

# Who lost which stream: nobody is in here and in case_access for the same one.
revocation = Table(
    "revocation",
    metadata,
    Column("user_id", Text, ForeignKey("person.login"), primary_key=True),
    Column("stream_id", Text, ForeignKey("stream.id"), primary_key=True),
    _text("id"),
    _text("reason"),
    Column("at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    _changed(),
    Index("revocation_changed", "user_id", "changed"),
)

session = Table(
    "session",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("person", Text, ForeignKey("person.login"), nullable=False, index=True),
    _text("device"),
    Column("expires_at", DateTime(timezone=True), nullable=False, index=True),
    # Of a session that its computer can renew, until it ends: see store/renewals.py.
    Column("family", Text, unique=True),
    Column("device_key", LargeBinary),
    Column("refresh_hash", LargeBinary),
    Column("spent_hash", LargeBinary),
    Column("ends_at", DateTime(timezone=True)),
)

# What a computer was told to do; it stays here when it was done.
command = Table(
    "command",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("person.login"), nullable=False),
    _text("device"),
    _text("kind"),
    Column("streams", ARRAY(Text), nullable=False),
    _at("issued_at"),
    Column("done_at", DateTime(timezone=True)),
    # Which came first: the clock may have been put back between two of them.
    Column("number", BigInteger, Identity(always=True), nullable=False),
    Index("command_waiting", "person", "device", postgresql_where=text("done_at IS NULL")),
)

# Every key that somebody's computer has shown while its owner signed in; it only grows.
device = Table(
    "device",
    metadata,
    Column("person", Text, ForeignKey("person.login"), primary_key=True),
    Column("id", Text, primary_key=True),
    Column("public_key", LargeBinary, primary_key=True),
    _at("at"),
    # Since when nobody signs in with it any more; what it signed before still counts.
    Column("ended_at", DateTime(timezone=True)),
)

# By a hash of what failed: a name that was typed, an address, a computer.
sign_in_failure = Table(
    "sign_in_failure",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("failed", Integer, nullable=False),
    Column("last_at", DateTime(timezone=True), nullable=False, index=True),
)

second_factor = Table(
    "second_factor",
    metadata,
    Column("person", Text, ForeignKey("person.login"), primary_key=True),
    Column("secret", LargeBinary, nullable=False),
    # The last half minute whose code was used, counted from 1970.
    Column("last_step", BigInteger, nullable=False),
)

recovery_code = Table(
    "recovery_code",
    metadata,
    Column("person", Text, ForeignKey("person.login"), primary_key=True),
    Column("hash", LargeBinary, primary_key=True),
)

# With which somebody sets up their next computer, until it is used; a newer one takes its place.
enrolment_code = Table(
    "enrolment_code",
    metadata,
    Column("person", Text, ForeignKey("person.login"), primary_key=True),
    Column("hash", LargeBinary, nullable=False),
    _at("until"),
)

# Whom a provider names, and who of ours that is.
identity = Table(
    "identity",
    metadata,
    Column("issuer", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("person", Text, ForeignKey("person.login"), nullable=False),
)

document = Table(
    "document",
    metadata,
    Column("sha256", Text, primary_key=True),
    _at("received_at"),
    _text("sender"),
    Column("content", LargeBinary, nullable=False),
)

# The bytes of attached files lie in chunks under a blob; a file that is whole names its blob.
attachment_chunk = Table(
    "attachment_chunk",
    metadata,
    Column("blob", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

attachment_file = Table(
    "attachment_file",
    metadata,
    Column("sha256", Text, primary_key=True),
    _text("blob"),
)

# Which streams have brought the bytes of a file: knowing its hash alone opens none.
attachment_copy = Table(
    "attachment_copy",
    metadata,
    Column("stream_id", Text, ForeignKey("stream.id"), primary_key=True),
    Column("sha256", Text, ForeignKey("attachment_file.sha256"), primary_key=True),
    Index("attachment_copy_sha256", "sha256"),
)

attachment_upload = Table(
    "attachment_upload",
    metadata,
    Column("stream_id", Text, ForeignKey("stream.id"), primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("device", Text, primary_key=True),
    _text("blob"),
    _at("begun_at"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    _at("at"),
    _text("actor"),
    _text("device"),
    _text("action"),
    Column("stream_id", Text),
    Column("event_id", Text),
    Column("first_rev", BigInteger),
    Column("last_rev", BigInteger),
    _text("outcome"),
    # What a request handed out: an array of objects with stream, first and last.
    Column("given", JSONB(none_as_null=True)),
    Column("detail", Text),
    Column("request", Text),
    # When it was done, where that was on a computer and before the server knew of it.
    Column("acted_at", DateTime(timezone=True)),
    Index("audit_stream", "stream_id"),
    Index("audit_break_glass", "actor", "at", postgresql_where=text("action = 'break-glass'")),
    Index(
        "audit_deed",
        "actor",
        "event_id",
        unique=True,
        postgresql_where=text("acted_at IS NOT NULL"),
    ),
    Index(
        "audit_given",
        "given",
        postgresql_using="gin",
        postgresql_ops={"given": "jsonb_path_ops"},
        postgresql_where=text("given IS NOT NULL"),
    ),
)

# No foreign key: a row that is taken out of the trail leaves its link, which names it.
audit_chain = Table(
    "audit_chain",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("audit_id", BigInteger, nullable=False, unique=True),
    _at("sealed_at"),
    _text("epoch"),
    Column("content", LargeBinary, nullable=False),
    Column("previous", LargeBinary, nullable=False, unique=True),
    Column("hash", LargeBinary, nullable=False),
)
