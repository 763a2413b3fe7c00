"""One step each, numbered; a step is never edited after it was released."""
