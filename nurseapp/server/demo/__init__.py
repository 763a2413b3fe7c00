"""The example organisation: made-up people and cases, the same for every seed, due relative to now.

Split by noun: each module tells one part of a case as acts of its author. Everything goes through
the inbox, so that all rules hold. Called by the server's command line and by tests.
"""
