"""The content files and their reader."""
