"""Who may do what, tried on the whole server: ``python -m tests.access``."""
