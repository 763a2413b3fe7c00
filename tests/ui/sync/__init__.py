"""Syncing: as shown, and by the keys."""
