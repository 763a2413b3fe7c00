"""The messages between desktop and server, and the one codec of records and events.

Knows the domain and msgspec; no transport, no database.
"""
