"""A site on loopback, and a fetcher that is in a hurry."""

from collections.abc import AsyncIterator, Iterator

import pytest

from reader.fetch.fetcher import Fetcher
from reader.fetch.manners import Manners
from tests.site.feeds import FeedPage, items
from tests.site.robots import KeptRobots
from tests.site.server import Site

QUICK = Manners(pause=0.02, jitter=0.005, hosts=8, timeout=5.0, total=10.0, attempts=3, max_bytes=1 << 20)


@pytest.fixture
def feed() -> FeedPage:
    return FeedPage("/rss", items(5))


@pytest.fixture
def site(feed: FeedPage) -> Iterator[Site]:
    """Serves a feed with an ETag at /rss."""
    with Site(feed) as site:
        yield site


@pytest.fixture
def manners() -> Manners:
    return QUICK


@pytest.fixture
def robots() -> KeptRobots:
    return KeptRobots()


@pytest.fixture
async def fetcher(manners: Manners, robots: KeptRobots) -> AsyncIterator[Fetcher]:
    async with Fetcher(manners, robots) as fetcher:
        yield fetcher
