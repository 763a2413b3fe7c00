"""The domain, every branch of it."""
