"""Settings that every test shares."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A deadline would make a busy machine fail a right test; nothing here judges time.
settings.register_profile("levelhip", deadline=None)
settings.register_profile(
    "thorough",
    deadline=None,
    max_examples=1000,
    suppress_health_check=[HealthCheck.too_slow],
)
# A change is judged by the same examples every time; new ones are looked for at the desk.
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE", "ci" if "CI" in os.environ else "levelhip")
)


def pytest_collection_modifyitems(items):
    """Sessions in the browser wait more than they work: begun first, they do so beside others."""
    items.sort(key=lambda item: "browser" not in item.path.parts)


# Also what runs before a test's own store is set, and processes that were started then.
NOBODY = Path(tempfile.gettempdir()) / f"levelhip-nobody-{os.getpid()}"
os.environ["LEVELHIP_STORE"] = f"sqlite:///{NOBODY / 'levelhip.sqlite'}"


@pytest.fixture(autouse=True)
def own_store(tmp_path_factory, monkeypatch):
    """Every test has an empty store of its own; nobody's diary is ever opened."""
    folder = tmp_path_factory.mktemp("store")
    monkeypatch.setenv("LEVELHIP_STORE", f"sqlite:///{folder / 'levelhip.sqlite'}")
