"""The room of the day: what needs somebody now, and what is due."""
