"""Bugs, planted to see whether the simulation finds them.

Each is a function that replaces one of the program's by a wrong one while a history runs. The
program knows nothing of it and has no switch for it; a function that is no longer there to be
replaced is an error.
"""
