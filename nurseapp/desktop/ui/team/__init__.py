"""The supervisor's room: the team's caseloads."""
