"""What every test of the domain runs under."""

from tests.domain import profiles

profiles.use()
