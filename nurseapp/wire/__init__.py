"""The messages between desktop and server, and their codec.

Knows the domain only; no Qt, no database, no transport. Called by desktop.storage,
desktop.sync and the server.
"""
