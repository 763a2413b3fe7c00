"""Lists of cases: as shown, and by the keys."""
