"""Load on the central API: five hundred desktops at once, and what it can take at most.

Desktops here are as light as can be: they speak the protocol and keep no file, so that the
machine is there for the server. What they get is checked all the same::

    python -m tests.load clients --report
    python -m tests.load capacity --report

``clients`` lets 500 nurses sync every 60 seconds for five minutes; not one request may fail.
``capacity`` is goals G10 and G10c: pushes of 200 edits at a pace, and as many pushes and deltas
as go through, each against the floor of ``tests.bench`` in the same run.
"""
