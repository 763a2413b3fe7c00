"""The escrow under trouble: programs that are killed at each of their steps, and what it costs.

``python -m tests.escrow --report`` runs both in full and writes the report; the tests run a part.
"""
