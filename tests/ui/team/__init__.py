"""The team: as shown, and by the keys."""
