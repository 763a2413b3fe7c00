"""The messages and their codec."""
