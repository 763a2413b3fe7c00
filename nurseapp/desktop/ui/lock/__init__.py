"""What is on the screen before anybody is known: the lock page and the first run.

Kept small, since it decides how fast the program starts: no icons, no tables, no frame.
"""
