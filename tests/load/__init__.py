"""Load on the central API: five hundred desktops at once.

Desktops here are as light as can be: they speak the protocol and keep no file, so that the
machine is there for the server. What they get is checked all the same::

    python -m tests.load clients --report

It lets 500 nurses sync every 60 seconds for five minutes; not one request may fail. What the API
can take at most is a goal of ``tests.bench``.
"""
