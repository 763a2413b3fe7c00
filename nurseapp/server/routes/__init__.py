"""HTTP: one table of routes, and what stands between a request and its handler.

Knows no SQL and no rule; handlers call the inbox, the feed and sign-in.
"""
