"""Syncs against a site on loopback: what is fetched, what is stored, what is remembered."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from reader.errors import NotFound, UsageError
from reader.library import Library, subscribing
from reader.library.naming import named
from reader.library.syncing import Sync, SyncReport, is_due
from reader.library.turns import Course
from reader.model import MOTIR, Release, Source
from reader.paths import Paths, first
from reader.store.database import Database
from reader.store.release_rows import Run
from reader.store.releases import ReleaseWriter
from tests.site import faults
from tests.site.board import PRESS, TOPICS, Board, entries
from tests.site.feeds import FeedPage, Format, items
from tests.site.server import Site
from tests.site.wire import Answer, Request

BOARD = f"/eng/article/{PRESS}"
Tell = Callable[[Course], None]


@pytest.fixture
def site(home: Path) -> Iterator[Site]:
    """A site that is the ministry's, with the settings for it."""
    with Site() as site:
        home.mkdir(mode=0o700)
        (home / "config.toml").write_text(
            f'[ministry]\nhosts = ["{site.at()}"]\n[sync]\npause = 0.01\ntimeout = 5.0\nattempts = 3\n'
        )
        yield site


def add(site: Site, path: str, name: str | None = None, host: str = "127.0.0.1") -> Source:
    found = subscribing.Subscribing(Paths.find()).discover(site.url(path, host=host), name)
    assert found.offer is not None
    subscribing.Subscribing(Paths.find()).add(found.offer)
    return found.offer.source


def sync(*names: str, force: bool = True, full: bool = False, tell: Tell | None = None) -> SyncReport:
    return Sync(Paths.find(), tell).run(names, force=force, full=full)


def counts(report: SyncReport) -> tuple[int, int, int, int]:
    added, revised, completed, unchanged = (
        report.total(name) for name in ("added", "revised", "completed", "unchanged")
    )
    return added, revised, completed, unchanged


def held() -> dict[str, Release]:
    with Library.open() as library:
        listed = library.releases.all()
        return {one.title: one for one in listed.page(0, len(listed))}


def sources() -> dict[str, Source]:
    with Library.open() as library:
        return {source.key: source for source in library.sources.all()}


def missing(page: int) -> faults.Fault:
    """A list without one of its pages."""

    def fault(request: Request, answer: Answer) -> Answer:
        lacks = request.query.get("pageIndex") == str(page)
        return faults.status(404)(request, answer) if lacks else answer

    return fault


# What is fetched


def test_a_feed_that_did_not_change_costs_one_request_and_is_not_parsed(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms: tuple[Format, ...] = ("rss", "atom", "json")
    for form in forms:
        site.add(FeedPage(f"/{form}", items(5, prefix=form), form=form))
        add(site, f"/{form}")
    site.add(FeedPage("/plain", items(5, prefix="plain"), tag=None))
    add(site, "/plain")
    before = held()
    site.log.clear()

    def refused(*_: object) -> None:
        raise AssertionError("nothing is to be parsed")

    monkeypatch.setattr("reader.ingest.apart.Apart.read", refused)
    report = sync()
    assert counts(report) == (0, 0, 0, 0)
    assert report.failed == []
    assert sorted((hit.path, hit.status) for hit in site.log) == [
        ("/atom", 304),
        ("/json", 304),
        ("/plain", 200),
        ("/rss", 304),
    ]
    assert held() == before


def test_what_is_new_and_what_is_reworded_is_told_and_belongs_to_this_sync(site: Site) -> None:
    one, other = FeedPage("/one", items(3, prefix="one")), FeedPage("/two", items(3, prefix="two"))
    site.add(one)
    site.add(other)
    add(site, "/one")
    add(site, "/two")
    one.insert(replace(items(1, prefix="more")[0], title="A new quay"))
    other.reword("two-2", "<p>Another text.</p>")
    assert counts(sync()) == (1, 1, 0, 5)
    new = {title for title, release in held().items() if release.new}
    assert new == {"A new quay", "Two 2: quay opens"}
    assert counts(sync()) == (0, 0, 0, 0)
    assert {title for title, release in held().items() if release.new} == new


def test_a_source_that_fails_costs_only_its_own_turn(site: Site) -> None:
    feeds = [FeedPage(f"/{n}", items(2, prefix=f"feed{n}")) for n in range(3)]
    for n, feed in enumerate(feeds):
        site.add(feed)
        add(site, f"/{n}", name=f"Feed {n}")
        feed.insert(*items(1, prefix=f"new{n}"))
    site.fault("/1", faults.reset())
    report = sync()
    assert report.total("added") == 2
    (failed,) = report.failed
    assert failed.name == "Feed 1"
    assert failed.error is not None
    assert failed.error.endswith(".")
    kept = sources()[failed.key]
    assert (kept.error, kept.failures) == (failed.error, 1)
    assert kept.last_good is not None
    assert kept.next_due == failed.next_due
    site.heal()
    assert sync().total("added") == 1
    assert sources()[failed.key].error is None


def test_what_is_no_feed_any_more_is_a_failure_and_nothing_of_it_is_remembered(site: Site) -> None:
    feed = FeedPage("/feed", items(2))
    site.add(feed)
    key = add(site, "/feed").key
    site.route("/feed", Answer(b"<html><body><h1>Moved</h1><p>Our feeds are gone.</p></body></html>"))
    (failed,) = sync().failed
    assert "no feed" in (failed.error or "")
    site._routes.clear()
    assert sync().failed == []
    assert sources()[key].error is None


def test_a_feed_that_moved_for_good_is_asked_at_its_new_address_under_its_old_key(site: Site) -> None:
    feed = FeedPage("/old", items(2))
    site.add(feed)
    key = add(site, "/old").key
    feed.path = "/new"
    feed.insert(*items(1, prefix="fresh"))
    site.route("/old", Answer(status=301).having(Location="/new"))
    assert sync().total("added") == 1
    assert sources()[key].addresses == (site.url("/new"),)
    site.log.clear()
    sync()
    assert site.paths() == ["/new"]


def test_retry_after_holds_also_when_the_user_insists(site: Site) -> None:
    feed = FeedPage("/feed", items(2))
    site.add(feed)
    add(site, "/feed")
    site.fault("/feed", faults.status(503, retry_after="3600"))
    (failed,) = sync().failed
    site.log.clear()
    again = sync(force=True)
    assert site.log == []
    assert again.tried == []
    assert again.sources[0].next_due == failed.next_due


def test_nothing_is_fetched_before_it_is_due(site: Site) -> None:
    site.add(FeedPage("/feed", items(2), ttl=120))
    add(site, "/feed")
    site.log.clear()
    report = sync(force=False)
    assert site.log == []
    assert report.tried == []
    assert report.sources[0].next_due is not None


def test_older_pages_of_a_feed_come_when_all_is_wanted(site: Site) -> None:
    site.add(FeedPage("/feed", items(3), next_page="/older"))
    site.add(FeedPage("/older", items(4, prefix="older"), next_page="/feed"))
    add(site, "/feed")
    assert counts(sync()) == (0, 0, 0, 0)
    assert sync(full=True).total("added") == 4
    site.log.clear()
    assert sync().failed == []
    assert site.paths() == ["/feed"]


# The ministry's boards


def test_the_first_sync_brings_the_newest_page_and_later_ones_go_on_to_what_is_known(site: Site) -> None:
    board = Board(entries(40))
    site.add(board)
    add(site, BOARD)
    assert len(held()) == 8
    site.log.clear()
    assert counts(sync()) == (0, 0, 0, 0)
    assert site.paths() == [BOARD]
    board.insert(*entries(20, first=9000, newest="2026-01-20"))
    assert sync().total("added") == 20
    assert len(held()) == 28


def test_all_pages_come_once_and_cut_texts_are_completed(site: Site) -> None:
    board = Board(entries(37, cut=60))
    site.add(board)
    add(site, BOARD)
    report = sync(full=True)
    assert (report.total("added"), report.total("completed"), report.total("revised")) == (29, 37, 0)
    kept = held()
    assert len(kept) == 37
    assert not any(one.cut for one in kept.values())
    site.log.clear()
    assert counts(sync(full=True))[:3] == (0, 0, 0)
    assert not any("/view" in path for path in site.paths())


def test_a_view_that_is_gone_is_no_failure_and_is_not_asked_for_each_time(site: Site) -> None:
    board = Board(entries(5, cut=60))
    site.add(board)
    add(site, BOARD)
    site.fault(board.view(2478), faults.status(404))
    report = sync(full=True)
    assert report.failed == []
    assert report.total("completed") == 4
    site.log.clear()
    sync(full=True)
    assert not any("/view" in path for path in site.paths())


def test_completing_goes_on_where_it_broke_off(site: Site) -> None:
    board = Board(entries(6, cut=60))
    site.add(board)
    add(site, BOARD)
    site.fault(board.view(2478), faults.garbage())
    assert sync(full=True).total("completed") == 2
    site.heal()
    site.log.clear()
    assert sync(full=True).total("completed") == 4
    assert sum("/view" in path for path in site.paths()) == 4


def test_a_walk_goes_on_at_the_page_where_it_broke_off(site: Site) -> None:
    board = Board(entries(60))
    site.add(board)
    add(site, BOARD)

    site.fault(BOARD, missing(5))
    (failed,) = sync(full=True).failed
    assert "pageIndex=5" in (failed.error or "")
    site.heal()
    site.log.clear()
    assert sync(full=True).failed == []
    assert len(held()) == 60
    assert site.paths() == [BOARD, *(f"{BOARD}?pageIndex={n}" for n in (5, 6, 7, 8)), BOARD]


def test_a_newer_walk_that_broke_off_leaves_no_gap(site: Site) -> None:
    board = Board(entries(40))
    site.add(board)
    add(site, BOARD)
    board.insert(*entries(30, first=9000, newest="2026-01-30"))

    site.fault(BOARD, missing(3))
    assert len(sync().failed) == 1
    site.heal()
    board.insert(*entries(3, first=9900, newest="2026-02-03"))
    assert sync().failed == []
    wanted = {entry.title for entry in board.entries[:33]}
    assert wanted <= set(held())


@pytest.mark.parametrize("moves", ["in", "out", "both"])
def test_no_entry_is_lost_or_doubled_while_the_list_moves(site: Site, moves: str) -> None:
    board = Board(entries(80))
    site.add(board)
    add(site, BOARD)
    asked = 0
    fresh = iter(entries(100, first=9000, newest="2026-06-01")[::-1])

    def moving(request: Request, answer: Answer) -> Answer:
        nonlocal asked
        asked += 1
        if asked <= 24 and asked % 3 == 0:
            if moves != "out":
                board.insert(next(fresh))
            if moves != "in":
                board.remove(board.entries[asked].id)
        return answer

    site.fault(BOARD, moving)
    assert sync(full=True).failed == []
    first_kept = set(held())
    assert {entry.title for entry in board.entries if entry.id < 8000} <= first_kept
    site.heal()
    sync()  # for what came in behind its last request
    kept = held()
    assert {entry.title for entry in board.entries} <= set(kept)
    with Library.open() as library:
        assert len(library.releases.all()) == len(kept)


def test_a_board_whose_markup_changed_is_a_failure_that_says_so(site: Site) -> None:
    board = Board(entries(8))
    site.add(board)
    add(site, BOARD)
    board.insert(*entries(1, first=9000))
    site.fault(BOARD, faults.changed_markup())
    (failed,) = sync().failed
    assert failed.error
    site.heal()
    assert sync().total("added") == 1


def test_a_lookalike_is_not_followed(site: Site) -> None:
    site.add(Board(entries(8)))
    add(site, BOARD)
    site.fault(BOARD, faults.moved(site.url(BOARD, host="127.0.0.9")))
    (failed,) = sync().failed
    assert "127.0.0.9" in (failed.error or "")
    assert not [hit for hit in site.log if hit.host == "127.0.0.9"]


def test_one_release_on_two_boards_is_one(site: Site) -> None:
    site.add(Board(entries(6)))
    other = [replace(entry, id=entry.id + 5000, category="Industry") for entry in entries(6)]
    site.add(Board(other, code=TOPICS, per_page=10, categories=True))
    add(site, "/")
    kept = held()
    assert len(kept) == 6
    with Library.open() as library:
        assert len(library.releases.all()) == 6
    assert all(one.categories == ("Industry",) for one in kept.values())
    assert len(sources()[MOTIR].addresses) == 2


def test_what_was_imported_learns_its_identifier(site: Site) -> None:
    entry = entries(1)[0]
    with closing(Database.open(Paths.find().library)) as database:
        listed = Release(MOTIR, entry.title.upper(), entry.day, " ".join(entry.body.split("\n")))
        ReleaseWriter(database).take([listed], Run())
    site.add(Board([entry]))
    add(site, BOARD)
    (kept,) = held().values()
    assert kept.external_id == f"{PRESS}-{entry.id}"


# One at a time


def test_a_second_sync_does_nothing_while_one_is_under_way(site: Site) -> None:
    site.add(FeedPage("/feed", items(2)))
    add(site, "/feed")
    site.log.clear()
    with first(Paths.find().sync) as alone:
        assert alone
        report = sync()
    assert report.busy
    assert site.log == []
    assert not sync().busy


def test_hosts_are_asked_at_the_same_time_and_each_of_them_one_request_after_the_other(site: Site) -> None:
    for host in ("127.0.0.3", "127.0.0.4"):
        for n in range(2):
            site.add(FeedPage(f"/{n}", items(1, prefix=f"h{host[-1]}n{n}")), host=host)
            add(site, f"/{n}", host=host)

    def course_met(course: Course) -> None:
        if course.state == "fetching" and course.page == 0:
            begun.append(course.source.key)

    begun: list[str] = []
    site.log.clear()
    sync(tell=course_met)
    assert len(begun) == 4
    assert {key.split("/")[2] for key in begun[:2]} == {site.at("127.0.0.3"), site.at("127.0.0.4")}
    for host in ("127.0.0.3", "127.0.0.4"):
        hits = [hit for hit in site.log if hit.host == host]
        assert all(earlier.end <= later.time for earlier, later in pairwise(hits))


# Names


def test_a_source_is_named_by_key_name_or_beginning() -> None:
    one = Source("https://one.example/feed", "Harbour News", "feed", addresses=("x",))
    other = Source("https://www.two.example/feed", "Harbour Times", "feed", addresses=("x",))
    both = [one, other]
    assert named(both, one.key) == one
    assert named(both, "harbour news") == one
    assert named(both, "Harbour T") == other
    assert named(both, "two.ex") == other
    with pytest.raises(UsageError, match=r"Harbour News.*Harbour Times"):
        named(both, "harb")
    for name in ("", "nobody"):
        with pytest.raises(NotFound):
            named(both, name)


def test_due_is_what_was_never_tried_or_waited_long_enough() -> None:
    source = Source("k", "n", "feed", next_due="2025-12-23T09:00:00Z")
    assert not is_due(source, "2025-12-23T08:59:59Z")
    assert is_due(source, "2025-12-23T09:00:00Z")
    assert is_due(source, "2025-12-23T08:00:00Z", force=True)
    waiting = source._replace(retry_after="2025-12-23T10:00:00Z")
    assert not is_due(waiting, "2025-12-23T09:30:00Z", force=True)
    assert is_due(Source("k", "n", "feed"), "2025-12-23T09:00:00Z")
