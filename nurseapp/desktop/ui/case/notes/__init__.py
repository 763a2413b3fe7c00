"""The notes room: what was written, by whom; a place to write, and to log a contact."""
