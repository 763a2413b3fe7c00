"""Mirror, outbox, drafts and what is known of the server."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables that are never rebuilt from others."""
    _make_mirror()
    _make_outbox()
    op.execute("CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
    op.execute("CREATE TABLE draft (key TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID")


def _make_mirror() -> None:
    op.execute("""
        CREATE TABLE held_case (
            n INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            numbered INTEGER NOT NULL DEFAULT 0
        )
    """)
    op.execute("""
        CREATE TABLE stream (
            n INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            case_n INTEGER NOT NULL REFERENCES held_case (n),
            kind TEXT NOT NULL,
            mode TEXT NOT NULL,
            priority INTEGER NOT NULL,
            head INTEGER NOT NULL DEFAULT 0,
            digest TEXT NOT NULL,
            server_head INTEGER NOT NULL,
            server_digest TEXT NOT NULL,
            listed INTEGER NOT NULL DEFAULT 1,
            refill INTEGER NOT NULL DEFAULT 0
        )
    """)
    op.execute("CREATE INDEX stream_case ON stream (case_n)")
    op.execute("""
        CREATE INDEX stream_wanting ON stream (priority)
        WHERE head <> server_head OR digest <> server_digest OR refill OR NOT listed
    """)
    op.execute("""
        CREATE TABLE record (
            n INTEGER PRIMARY KEY,
            stream_n INTEGER NOT NULL REFERENCES stream (n),
            id TEXT NOT NULL,
            kind TEXT NOT NULL,
            rev INTEGER NOT NULL,
            deleted INTEGER NOT NULL,
            schema INTEGER NOT NULL,
            body BLOB NOT NULL,
            UNIQUE (stream_n, id)
        )
    """)


def _make_outbox() -> None:
    op.execute("""
        CREATE TABLE outbox (
            n INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            stream TEXT NOT NULL,
            case_id TEXT NOT NULL,
            kind TEXT NOT NULL,
            at TEXT NOT NULL,
            body BLOB NOT NULL,
            state TEXT NOT NULL DEFAULT 'waiting',
            rev INTEGER,
            reason TEXT
        )
    """)
    op.execute("CREATE INDEX outbox_case ON outbox (case_id)")
    op.execute("CREATE INDEX outbox_state ON outbox (state)")
