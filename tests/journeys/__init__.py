"""Stories, one per file: the real API, the real PostgreSQL, the real SQLCipher, Qt offscreen."""
