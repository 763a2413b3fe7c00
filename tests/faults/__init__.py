"""Faults for real: programs killed, lines that lie, disks that fail, clocks that jump, backups.

Real parts throughout: desktops in processes of their own with the shipping engine on an encrypted
file, ``nurseapp-server serve`` with several workers, and the PostgreSQL of the wheel. What each
desktop saved is written in a journal, act by act, after the program said that it is saved; in the
end every act must be on the server once, and both ends must hold the same::

    python -m tests.faults kills network disk writes clocks failover backup --report

Each word is one kind of trouble; without words all are made, one after the other. ``--share 10``
makes a tenth of each count. The places and the times are drawn from ``--seed``: the same seed
aims at the same points, though processes never meet them twice in quite the same way.
"""
