"""Goals of starting: until the first window, and from the passphrase until the caseload."""
