"""The installer's parts and the two commands of the README."""
