"""The PDF pages."""
