"""The day: as shown, and by the keys."""
