"""Settings shared by all tests."""

import os

from hypothesis import settings

# Same examples on every run and no deadline: a slow machine must not make a test fail by chance.
settings.register_profile("ci", derandomize=True, max_examples=50, deadline=None)
# For a search by hand: HYPOTHESIS_PROFILE=long make test
settings.register_profile("long", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
