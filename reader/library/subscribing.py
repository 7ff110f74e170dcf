"""Adds sources: finds out what stands at an address, and stores its first document at once."""

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit, urlunsplit

from reader import config
from reader.errors import UsageError
from reader.fetch.replies import FetchError, Reply
from reader.fetch.schedule import next_due
from reader.ingest import opml
from reader.ingest.documents import FeedLink, Found
from reader.ingest.ministry import ALL_TOPICS
from reader.library.fetching import MINISTRY, Tools, Unreadable, digest, moment
from reader.model import MOTIR, SOURCE_NAMES, Outcome, Source
from reader.paths import Paths
from reader.store.database import Database
from reader.store.fetching import Address, FetchedRows
from reader.store.sources import Sources

LARGEST_LIST = opml.MAX_LIST
"""Bytes of a list of feeds."""
PRESS_RELEASES = "EATCLdfa319ada"
"""The ministry's board of press releases."""
_BOARDS = (PRESS_RELEASES, ALL_TOPICS)
"""What is fetched of the ministry where an address names no board: both together have every release and category."""
_FRONT = ("", "/", "/eng", "/eng/", "/eng/main", "/eng/main/", "/eng/index", "/index.do")
_FEEDS = ("feed", "jsonfeed")
_PORTS = {"http": "80", "https": "443"}


class Read(NamedTuple):
    """A document that was read at an address."""

    url: str
    reply: Reply
    found: Found


class Offer(NamedTuple):
    """A source that may be added."""

    source: Source
    documents: tuple[Read, ...]

    @property
    def entries(self) -> int:
        """Releases that its first documents hold."""
        return sum(len(one.found.releases) for one in self.documents)

    @property
    def title(self) -> str:
        """What its documents call themselves."""
        titles = dict.fromkeys(one.found.title for one in self.documents if one.found.title)
        return ", ".join(titles) or self.source.name

    @property
    def newest(self) -> str | None:
        """The newest day among them."""
        days = (release.date for one in self.documents for release in one.found.releases)
        return max((day for day in days if day), default=None)


class Discovery(NamedTuple):
    """What stands at an address: a source, or a page that names feeds, or what is here already."""

    offer: Offer | None = None
    feeds: tuple[FeedLink, ...] = ()
    known: Source | None = None


class Subscribing:
    """Finds and adds sources, on a connection of its own."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._config = config.load(paths.config_file)

    def discover(self, url: str, name: str | None = None) -> Discovery:
        """Fetch an address and find out what it is. Raises FetchError and Unreadable, UsageError for no address."""
        address = canonical(url)
        with closing(self._opened()) as database:
            known = already(Sources(database).all(), [address])
            if known is not None:
                return Discovery(known=known)
            return asyncio.run(self._discover(database, address, name))

    def add(self, offer: Offer) -> list[Outcome]:
        """Add a source with the releases that were read; what became of them. Raises LibraryError."""
        with closing(self._opened()) as database:
            tools = Tools(database, self._config)
            rows, outcomes = tools.rows, list[Outcome]()
            releases = [release for one in offer.documents for release in one.found.releases]

            def subscribe(_: list[Outcome]) -> None:
                rows.subscribe(offer.source, [one.url for one in offer.documents])
                dues = [_keep(rows, offer.source.key, one) for one in offer.documents]
                waits = [one.reply.retry_after for one in offer.documents if one.reply.retry_after]
                now = moment(datetime.now(UTC))
                rows.good(offer.source.key, now, moment(max(dues)), moment(max(waits)) if waits else None)

            outcomes += tools.take(releases, subscribe)
        return outcomes

    def rename(self, source: Source, name: str) -> None:
        """Call a source by another name. Raises LibraryError."""
        with closing(self._opened()) as database, database.transaction():
            FetchedRows(database).rename(source.key, name)

    def add_list(self, content: bytes) -> tuple[int, int]:
        """Add the feeds of a list (OPML) without fetching them: the next sync does. How many are new, how many not.

        Raises Unreadable for what is no such list.
        """
        try:
            feeds = opml.read(content)
        except opml.OpmlError as error:
            raise Unreadable(str(error)) from error
        with closing(self._opened()) as database, database.transaction():
            rows, sources = FetchedRows(database), Sources(database).all()
            added = known = 0
            for title, url in feeds:
                address = canonical(url)
                if already(sources, [address]) is not None:
                    known += 1
                    continue
                source = Source(address, title or _host(address), "feed", address, addresses=(address,))
                rows.subscribe(source, [address])
                sources.append(source)
                added += 1
        return added, known

    def _opened(self) -> Database:
        return Database.open(self._paths.library, durable=False, wait=10.0)

    # What stands at an address

    async def _discover(self, database: Database, url: str, name: str | None) -> Discovery:
        async with Tools(database, self._config) as tools:
            ours = url in tools.hosts
            if ours and urlsplit(url).path in _FRONT:
                return await self._boards(tools, url, name)
            reply = await tools.get(url, MINISTRY if ours else "")
            one = Read(
                canonical(reply.moved_to or url), reply, await tools.read(reply, MOTIR if ours else url)
            )
            if ours and one.found.kind == "board" and one.found.releases:
                return _as_ministry(Sources(database).all(), [one._replace(url=_newest(one.url))], name)
            if ours and one.found.kind in ("board", "view", "page") and not one.found.feeds:
                return await self._boards(tools, url, name)
        found = one.found
        if found.kind in _FEEDS and (found.releases or not found.problems):
            return _as_feed(Sources(database).all(), one, name)
        if found.kind == "page" and found.feeds:
            return Discovery(feeds=found.feeds)
        raise Unreadable(_nothing(url, found))

    async def _boards(self, tools: Tools, url: str, name: str | None) -> Discovery:
        """The boards that are fetched where an address of the ministry's names none."""
        split = urlsplit(url)
        read: list[Read] = []
        for board in _BOARDS:
            at = urlunsplit((split.scheme, split.netloc, f"/eng/article/{board}", "", ""))
            one = await _board(tools, at)
            if one is not None:
                read.append(one)
        if not read:
            raise Unreadable(
                f"{split.netloc} shows no list of releases. Open it in a browser and give the address of a list."
            )
        return _as_ministry(Sources(tools.database).all(), read, name)


def _as_feed(sources: Sequence[Source], one: Read, name: str | None) -> Discovery:
    known = already(sources, [one.url])
    if known is not None:
        return Discovery(known=known)
    called = name or _own_name(sources, one.url) or one.found.title or _host(one.url)
    releases = tuple(release._replace(source=one.url) for release in one.found.releases)
    read = one._replace(found=one.found._replace(releases=releases))
    return Discovery(Offer(Source(one.url, called, one.found.kind, one.url), (read,)))


def _as_ministry(sources: Sequence[Source], read: Sequence[Read], name: str | None) -> Discovery:
    known = already(sources, [one.url for one in read])
    if known is not None and all(_bare(one.url) in map(_bare, known.addresses) for one in read):
        return Discovery(known=known)
    called = name or _own_name(sources, MOTIR) or SOURCE_NAMES[MOTIR]
    return Discovery(Offer(Source(MOTIR, called, MINISTRY, read[0].url), tuple(read)))


def _newest(url: str) -> str:
    """The address of a board's newest page."""
    split = urlsplit(url)
    rest = [part for part in split.query.split("&") if part and not part.startswith("pageIndex=")]
    return urlunsplit(split._replace(query="&".join(rest)))


async def _board(tools: Tools, url: str) -> Read | None:
    """The board at an address of the ministry's; None where something else stands there, or nothing."""
    try:
        reply = await tools.get(url, MINISTRY)
    except FetchError as error:
        if error.kind == "status" and not error.passing and error.retry_after is None:
            return None
        raise
    found = await tools.read(reply, MOTIR)
    return (
        Read(canonical(reply.moved_to or url), reply, found)
        if found.kind == "board" and found.releases
        else None
    )


def _keep(rows: FetchedRows, key: str, one: Read) -> datetime:
    """Remember what was read at an address; when it may be asked again."""
    reply, found = one.reply, one.found
    rows.keep(
        Address(
            key,
            one.url,
            reply.etag,
            reply.modified,
            digest(reply.content or b""),
            ttl=found.ttl,
            skip_hours=found.skip_hours,
            skip_days=found.skip_days,
        )
    )
    return next_due(
        datetime.now(UTC),
        reply,
        found.ttl,
        found.skip_hours,
        found.skip_days,
        conditional=bool(reply.etag or reply.modified),
    )


def list_of(sources: Iterable[Source]) -> tuple[bytes, int]:
    """The feeds among sources as a list (OPML), and how many there are."""
    feeds = [(one.name, url) for one in sources if one.kind in _FEEDS for url in one.addresses]
    return opml.write(feeds, "PressReader"), len(feeds)


def canonical(url: str) -> str:
    """The address as it is kept: with a scheme, its host in small letters, without a usual port and a fragment.

    Raises UsageError for what can be no address on the web.
    """
    text = url.strip()
    if "://" not in text:
        text = f"https://{text}"
    try:
        split = urlsplit(text)
        port = split.port
    except ValueError:
        split, port = SplitResult("", "", "", "", ""), None
    if split.scheme.lower() not in _PORTS or not split.hostname or any(map(str.isspace, text)):
        raise UsageError(f"“{url}” is no address. Write one such as https://example.org/feed.")
    scheme = split.scheme.lower()
    host = split.netloc.lower()
    if port is not None and str(port) == _PORTS[scheme]:
        host = host.rpartition(":")[0]
    return urlunsplit((scheme, host, split.path or "/", split.query, ""))


def already(sources: Sequence[Source], urls: Sequence[str]) -> Source | None:
    """The source that is fetched from one of these addresses, be it over https or not."""
    wanted = {_bare(url) for url in urls}
    for source in sources:
        if wanted & {_bare(url) for url in source.addresses}:
            return source
    return None


def _bare(url: str) -> str:
    return url.partition("://")[2].rstrip("/")


def _own_name(sources: Sequence[Source], key: str) -> str | None:
    """What a source is called that is here already, be it from files only."""
    return next((one.name for one in sources if one.key == key and one.name != key), None)


def _host(url: str) -> str:
    return urlsplit(url).netloc.removeprefix("www.")


def _nothing(url: str, found: Found) -> str:
    if found.kind in ("board", "view"):
        return (
            f"{url} shows pages like the ministry's, but {_host(url)} is not one of its hosts. "
            "If it is genuine, add it to ministry.hosts in config.toml."
        )
    if found.kind == "page" and found.releases:
        return (
            f"{url} is a page that names no feed, so there is nothing to stay current with. Give the address of a "
            "feed, or save the page and `pressreader import` it."
        )
    return found.problems[0].reason if found.problems else f"{url} holds no feed. Give the address of one."
