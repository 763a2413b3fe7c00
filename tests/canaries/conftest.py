"""A migrated database."""

from tests.server.conftest import engine, migrated, urls

# Fixtures of the server's tests.
__all__ = ["engine", "migrated", "urls"]
