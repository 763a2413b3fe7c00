"""Attached files in chunks, whichever stream brought them, and uploads under way."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_TABLES = "attachment_file, attachment_chunk, attachment_copy, attachment_upload"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "attachment_file",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("blob", sa.Text, nullable=False),
    )
    op.create_table(
        "attachment_chunk",
        sa.Column("blob", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("blob", "number"),
    )
    # Images and PDFs are compressed already.
    op.execute("ALTER TABLE attachment_chunk ALTER COLUMN content SET STORAGE EXTERNAL")
    op.create_table(
        "attachment_copy",
        sa.Column("stream_id", sa.Text, sa.ForeignKey("stream.id"), nullable=False),
        sa.Column("sha256", sa.Text, sa.ForeignKey("attachment_file.sha256"), nullable=False),
        sa.PrimaryKeyConstraint("stream_id", "sha256"),
    )
    op.create_index("attachment_copy_sha256", "attachment_copy", ["sha256"])
    op.create_table(
        "attachment_upload",
        sa.Column("stream_id", sa.Text, sa.ForeignKey("stream.id"), nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("device", sa.Text, nullable=False),
        sa.Column("blob", sa.Text, nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("stream_id", "sha256", "device"),
    )
    if op.get_bind().scalar(sa.text("SELECT 1 FROM pg_roles WHERE rolname = 'nurse_app'")):
        # A row is locked for update while a chunk comes in, which needs the right to change it.
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {_TABLES} TO nurse_app")


def downgrade() -> None:
    """Drop the files."""
    for table in reversed(_TABLES.split(", ")):
        op.drop_table(table)
