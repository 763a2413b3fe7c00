"""What needs a decision: as shown, and by the keys."""
