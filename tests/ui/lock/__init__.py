"""The pages before the unlocking."""
