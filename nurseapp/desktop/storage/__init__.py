"""The encrypted file on the nurse's machine: vault, mirror, outbox, projections.

Never talks HTTP and knows no Qt. Called by sync and services, on the store's thread.
"""
