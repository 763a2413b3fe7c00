"""How many cases Hypothesis tries: few in the normal run, many where somebody asks for them.

``HYPOTHESIS_PROFILE=long`` tries 50,000 of each property.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings


def use() -> None:
    """Register the profiles, and load the one that the environment names."""
    # A slow machine is no finding, hence no deadline and no complaint of slowness.
    settings.register_profile(
        "normal",
        max_examples=60,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
        print_blob=True,
    )
    settings.register_profile("long", settings.get_profile("normal"), max_examples=50_000)
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "normal"))
