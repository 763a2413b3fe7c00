"""What a case is and what may happen to it: values, events, apply, scoring, rules.

Plain Python: no file, clock, network, locale or library. Every floor above calls it; it calls none.
"""
