"""The vault under kills and damage, and how long it takes: ``python -m tests.vault``.

Every run works on real files, real SQLCipher and real processes that are really killed; CI does a
tenth of it, with a cheap derivation of the key.
"""
