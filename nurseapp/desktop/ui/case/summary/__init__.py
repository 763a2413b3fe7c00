"""The summary room: the case at a glance, what is next, what happened."""
