"""Leading a case: proposing to close it, and for supervisors assigning and closing it."""
