"""The room of case lists: the caseload with its filters, search and preview."""
