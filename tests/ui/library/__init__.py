"""The library: as shown, and by the keys."""
