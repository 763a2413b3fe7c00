"""The real API does as its description says, whatever is asked."""
