"""The round between desktop and server: planner, client, reconcile, verify.

Starts no thread and knows no Qt. Called by services.
"""
