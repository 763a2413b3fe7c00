"""An organisation to ask."""

from tests.server.conftest import engine, migrated, organisation, staffed, urls

# Fixtures of the server's tests.
__all__ = ["engine", "migrated", "organisation", "staffed", "urls"]
