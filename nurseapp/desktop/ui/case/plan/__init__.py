"""The plan room: a tree of problems, goals and what is done, and an editor beside it."""
