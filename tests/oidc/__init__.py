"""Signing in with a real browser at a real provider of OpenID Connect, both on loopback."""
