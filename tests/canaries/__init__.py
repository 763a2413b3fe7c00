"""Forty values that are found nowhere else are worked with, and looked for where none may be."""
