"""Goals of memory: what the program holds when nothing happens, and the most that it ever does."""
