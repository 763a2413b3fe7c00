"""Goals of the server: pushes at a pace, and as many pushes and deltas as go through."""
