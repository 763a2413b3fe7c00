"""The encrypted file on the nurse's machine."""
