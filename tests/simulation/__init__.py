"""The sync, proven by simulation: the shipping desktop and the shipping server, and everything
that can go wrong between them, in an order that a seed decides.

    python -m tests.simulation --histories 300 --seed 0 --clients 4
    python -m tests.simulation --planted

What is real: the desktop's services, stores, planner and round over SQLCipher files; its HTTP
client; the server's application, inbox, feed and store over PostgreSQL. What is handed in: clocks,
randomness, the line, and when a process dies.

    history ── steps ── device ── round ── link ── HTTP client ── line ── API ── PostgreSQL
       |                  |                 |                      |                    |
       |               killed,           lied to,              lost, late,         dies, is away,
       |               put back          answered              twice, cut off       restored
       |                                 in part
       └── invariants: what is spoken, what a screen shows, what the books hold when all is quiet

One process runs one history at a time, and never two threads at once, so that the same seed gives
the same trace. `planted` holds bugs that must be caught.
"""
