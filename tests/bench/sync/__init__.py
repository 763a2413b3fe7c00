"""Goals of syncing: first sync, delta, nothing changed, push; each side against its own API."""
