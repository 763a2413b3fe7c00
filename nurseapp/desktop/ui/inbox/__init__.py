"""The room of what needs a decision: conflicts, and open safety concerns."""
