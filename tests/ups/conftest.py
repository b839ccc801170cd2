import uuid

import pytest

from .client import Client


def pytest_addoption(parser):
    group = parser.getgroup("UPS-RS")
    group.addoption("--base-url", help="what comes before /workitems")
    group.addoption("--username")
    group.addoption("--password")
    for name, meaning in (("--no-post-query", "queries of POST do not arrive"), ("--no-extensions", "standard only"),
                          ("--no-channel", "no event channel"), ("--no-options", "OPTIONS is not delivered")):
        group.addoption(name, action="store_true", help=meaning)


def pytest_collection_modifyitems(config, items):
    skips = {"needs_post_query": "--no-post-query", "extension": "--no-extensions", "channel": "--no-channel", "needs_options": "--no-options"}
    for item in items:
        for marker, option in skips.items():
            if item.get_closest_marker(marker) and config.getoption(option):
                item.add_marker(pytest.mark.skip(reason=option))


def pytest_configure(config):
    for marker in ("needs_post_query", "extension", "channel", "needs_options"):
        config.addinivalue_line("markers", f"{marker}: left out on request")


@pytest.fixture(scope="session")
def worklist(request):
    option = request.config.getoption
    if not option("--base-url"):
        pytest.exit("tests/ups needs --base-url, see tests/ups/README.md", returncode=2)
    return Client(option("--base-url"), option("--username"), option("--password"), not option("--no-post-query"))


@pytest.fixture
def label():
    """A worklist label of this test alone, to tell its steps from others."""
    return "T" + uuid.uuid4().hex[:12]


@pytest.fixture
def ae_title(worklist):
    """An AE title of this test alone, whose subscriptions end with it."""
    from .client import GLOBAL
    title = "T" + uuid.uuid4().hex[:12].upper()
    yield title
    worklist.unsubscribe(GLOBAL, title)
