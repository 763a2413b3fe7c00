"""The steps of a round, one file each: what each asks of the server and writes here.

A step does one thing, whole, and decides nothing of what comes next. Called by the round only.
"""
