"""Benchmarks, printed as ratios against their own floor, measured in the same run.

Run them all, or some, in under two minutes on two cores::

    python -m tests.bench
    python -m tests.bench g1 g2 --json build/bench.json

and with them those of a supervisor's 90,000 records, of memory and of the server under load, which
take some minutes more::

    python -m tests.bench --all --report

which writes the table into the report of the long runs.

A *floor* is the barest program that still does the same work right: same PostgreSQL with its
commits on the disk, same bytes over HTTP with zstd, same encrypted file with the same settings of
durability and the same words in its index, same size of window. It has no accounts, checks,
history, audit, digests or lists. What the program takes above it is the price of those, or waste.

Floor and program are processes of their own that take turns, so that both meet the machine in the
same state; each figure is a median over all rounds, or a 95th percentile where the goal is one.
Walls swing by half on a machine that is shared: read the ratios, and the CPU's before the wall's.
Absolute times mean something on a quiet machine only; the load of the machine is printed with them.
Memory and rates are read in the same way: what counts is how far they are from the floor's. What a
process holds is read as Linux tells it, so that g9 and g10 are measured there alone.

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
g9     the memory of a nurse's program, some seconds after she was let in
g9s    the most memory that a supervisor's first sync takes, without a screen
g9w    the same, in the whole program behind its window
g10    a push of 200 edits to the server, of which 20 a second are due, from when it was due
g10c   the edits that the server accepts in a second, from 8 computers in pushes of 200
g10d   the deltas of 50 records that it answers in a second to 8 computers
=====  ==============================================================================
"""
