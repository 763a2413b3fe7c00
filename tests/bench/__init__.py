"""Benchmarks, printed as ratios against their own floor, measured in the same run.

Run them all, or some, in under two minutes on two cores::

    python -m tests.bench
    python -m tests.bench g1 g2 --json build/bench.json

and with them those of a supervisor's 90,000 records, which take some minutes more::

    python -m tests.bench --all

A *floor* is the barest program that still does the same work right: same PostgreSQL with its
commits on the disk, same bytes over HTTP with zstd, same encrypted file with the same settings of
durability and the same words in its index, same size of window. It has no accounts, checks,
history, audit, digests or lists. What the program takes above it is the price of those, or waste.

Floor and program are processes of their own that take turns, so that both meet the machine in the
same state; each figure is a median over all rounds, or a 95th percentile where the goal is one.
Walls swing by half on a machine that is shared: read the ratios, and the CPU's before the wall's.
Absolute times mean something on a quiet machine only; the load of the machine is printed with them.

=====  ==============================================================================
goal   what is timed
=====  ==============================================================================
g1     a nurse's first sync into an empty file, from the first request until all is kept
g2     a round that brings 50 changed records, in as many cases as chance gives
g3     a round in which nothing has changed
g1s    a supervisor's first sync, fifteen times as much
g2f    g2 at that supervisor's, against g2 at the nurse's; g3f the same of g3
g4     200 edits made offline sent, until each is decided and the decision kept
g4f    the same, the first time after a first sync, against every later time
g4b    the same, until the changed records are back and nothing waits any more
g6     a case chosen, until it is painted; reading it on the store's thread included
g8a    a process started, until its first window is painted
g8b    a key derived from the passphrase, until the caseload is painted
=====  ==============================================================================
"""
