"""What every test of the wire runs under."""

from tests.domain import profiles

profiles.use()
