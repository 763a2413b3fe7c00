"""Checks of the house itself: floors, sizes, names, docstrings, the lock file."""
