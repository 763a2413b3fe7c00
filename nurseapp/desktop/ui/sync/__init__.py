"""The room of syncing: what waits, when it last worked, and what to do when it did not."""
