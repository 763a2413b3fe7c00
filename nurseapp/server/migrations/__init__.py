"""The database's history, as Alembic runs it. Imports nothing of ours: what ran stays as it was."""
