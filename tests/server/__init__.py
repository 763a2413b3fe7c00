"""The central API on the real PostgreSQL."""
