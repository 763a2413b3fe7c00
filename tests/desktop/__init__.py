"""The nurse's program."""
