"""What a person can do, one module per noun.

Knows no Qt and words no sentence for the screen. Called by the rooms and by the command line.
"""
