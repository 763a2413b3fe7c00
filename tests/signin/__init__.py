"""How long refused sign-ins take, of who exists and who does not: ``python -m tests.signin``."""
