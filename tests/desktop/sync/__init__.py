"""The round between desktop and server."""
