"""`source add`, `list`, `remove`, `import` and `export`, and what `doctor` says of sources."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.site import faults
from tests.site.board import PRESS, TOPICS, Board, entries
from tests.site.feeds import FeedPage, items
from tests.site.server import Site
from tests.site.wire import text
from tests.terminal import READER, Terminal, environment
from tests.unit.cli.conftest import Press

BOARD = f"/eng/article/{PRESS}"
PAGE = (
    "<html><head><title>Harbour</title>"
    '<link rel="alternate" type="application/rss+xml" title="News" href="/news">'
    '<link rel="alternate" type="application/atom+xml" title="Speeches" href="/speeches">'
    "</head><body><p>Welcome to the harbour.</p></body></html>"
)


@pytest.fixture
def site(home: Path) -> Iterator[Site]:
    """A site with feeds and the ministry's boards, with the settings for it."""
    with Site() as site:
        home.mkdir(mode=0o700)
        (home / "config.toml").write_text(
            f'[ministry]\nhosts = ["{site.at()}"]\n[sync]\npause = 0.01\ntimeout = 5.0\nattempts = 2\n'
        )
        site.add(FeedPage("/news", items(4, prefix="news"), title="Harbour News"))
        site.add(FeedPage("/speeches", items(3, prefix="speech"), form="atom", title="Speeches"))
        site.route("/welcome", text(PAGE))
        yield site


def test_a_feed_is_shown_and_its_releases_come_at_once(site: Site, press: Press) -> None:
    done = press("source", "add", site.url("/news"))
    assert done.code == 0
    assert "Harbour News: a feed with 4 releases, the newest of 2025-12-23." in done.err
    assert "4 new" in done.out
    assert press("search", "quay", "--json").json["total"] == 4
    (listed,) = press("source", "list", "--json").json
    assert (listed["name"], listed["kind"]) == ("Harbour News", "feed")
    assert listed["key"] == listed["url"] == site.url("/news")
    assert listed["last_good"] is not None
    assert listed["next_due"] is not None


def test_a_name_of_ones_own_and_what_is_here_already(site: Site, press: Press) -> None:
    assert press("source", "add", site.url("/news"), "--name", "Mine").code == 0
    again = press("source", "add", site.url("/news#latest"))
    assert (again.code, again.out) == (0, "")
    assert "here already, as Mine" in again.err
    assert press("source", "add", site.url("/news"), "--name", "Ours").code == 0
    (listed,) = press("source", "list", "--json").json
    assert listed["name"] == "Ours"


def test_the_document_says_what_is_stored(site: Site, press: Press) -> None:
    added = press("source", "add", site.url("/news"), "--json").json
    (listed,) = press("source", "list", "--json").json
    assert added.pop("added") == listed.pop("releases") == 4
    assert added == listed
    assert added["last_good"] is not None


def test_an_address_without_a_scheme_is_taken_to_be_https() -> None:
    from reader.library.subscribing import canonical

    assert canonical("example.org/Feed") == "https://example.org/Feed"
    assert canonical(" HTTPS://Example.ORG:443 ") == "https://example.org/"
    assert canonical("http://example.org:8080/a?b=C#d") == "http://example.org:8080/a?b=C"


@pytest.mark.parametrize(
    "wrong", ["ftp://example.org/", "file:///etc/passwd", "http://", "a b", "http://[::1"]
)
def test_what_is_no_address_is_wrong_usage(press: Press, home: Path, wrong: str) -> None:
    done = press("source", "add", wrong)
    assert done.code == 2
    assert "https://example.org/feed" in done.err


def test_a_page_with_several_feeds_asks_which_one(site: Site, press: Press, home: Path) -> None:
    site.listen("127.0.0.5")
    address = site.url("/welcome", host="127.0.0.5")
    refused = press("source", "add", address)
    assert refused.code == 2
    assert "1. News" in refused.err
    assert "2. Speeches" in refused.err
    with Terminal((*READER, "source", "add", address), environment(home)) as terminal:
        terminal.wait_for("Which one")
        terminal.send("2\n")
        terminal.wait_for("Add it")
        terminal.send("y\n")
        terminal.wait_for("Added Speeches")
        assert terminal.wait_end() == 0
    (listed,) = press("source", "list", "--json").json
    assert listed["url"].endswith("/speeches")


def test_what_is_declined_is_not_added(site: Site, press: Press, home: Path) -> None:
    with Terminal((*READER, "source", "add", site.url("/news")), environment(home)) as terminal:
        terminal.wait_for("Add it")
        terminal.send("n\n")
        terminal.wait_for("Nothing was added")
        assert terminal.wait_end() == 0
    assert press("source", "list", "--json").json == []
    assert press("stats", "--json").json["releases"] == 0


def test_the_front_page_of_the_ministry_adds_its_boards_as_one_source(site: Site, press: Press) -> None:
    site.add(Board(entries(20)))
    site.add(Board(entries(5, first=700), code=TOPICS, categories=True))
    done = press("source", "add", site.at())
    assert done.code == 3  # no https there
    done = press("source", "add", site.url("/"))
    assert done.code == 0
    assert "newest page" in done.err
    (listed,) = press("source", "list", "--json").json
    assert (listed["key"], listed["kind"]) == ("motir", "ministry")
    assert press("source", "add", site.url(f"{BOARD}?pageIndex=3")).out == ""


def test_a_page_like_the_ministrys_elsewhere_is_refused(site: Site, press: Press) -> None:
    site.add(Board(entries(8)))
    done = press("source", "add", site.url(BOARD, host="127.0.0.6"))
    assert done.code == 3
    assert "ministry.hosts" in done.err
    assert press("source", "list", "--json").json == []


def test_a_page_without_feeds_and_an_address_that_fails_say_what_to_do(site: Site, press: Press) -> None:
    site.route(
        "/plain", text("<html><title>Plain</title><body><h1>Plain</h1><p>Only a text.</p></body></html>")
    )
    done = press("source", "add", site.url("/plain", host="127.0.0.7"))
    assert done.code == 3
    assert "feed" in done.err
    assert press("source", "add", site.url("/nowhere", host="127.0.0.7"), "--json").json["error"]["message"]


def test_removing_keeps_what_was_marked(site: Site, press: Press) -> None:
    press("source", "add", site.url("/news"))
    first, *_ = press("list", "--json").json["hits"]
    press("bookmark", first["id"])
    done = press("source", "remove", "harbour")
    assert (done.code, done.out) == (
        0,
        "Removed Harbour News: 3 releases went; 1 stay because you marked them.\n",
    )
    assert [hit["id"] for hit in press("list", "--json").json["hits"]] == [first["id"]]
    assert press("search", "quay", "--json").json["total"] == 1
    assert press("sync").out.startswith("No source is fetched yet")
    assert press("source", "remove", "nobody").code == 4


def test_a_source_that_was_removed_can_be_added_again(site: Site, press: Press) -> None:
    for _ in range(2):
        assert "4 new" in press("source", "add", site.url("/news")).out
        assert press("source", "remove", site.url("/news"), "--json").json["removed"] == 4


def test_lists_of_feeds_go_out_and_come_in(site: Site, press: Press, tmp_path: Path) -> None:
    press("source", "add", site.url("/news"), "--name", "News & more")
    press("source", "add", site.url("/speeches"))
    path = tmp_path / "feeds.opml"
    assert press("source", "export", str(path)).code == 0
    assert press("source", "export", str(path)).code == 3
    assert press("source", "export", str(path), "--force").code == 0
    printed = press("source", "export", "-").out
    assert printed.strip() == path.read_text("utf-8").strip()
    assert press("source", "import", str(path), "--json").json == {"added": 0, "known": 2}
    for name in ("News", "Speeches"):
        press("source", "remove", name)
    assert press("source", "import", "-", stdin=printed).out == "2 feeds added.\n"
    assert press("sync").out == "7 new\n"
    assert {one["name"] for one in press("source", "list", "--json").json} == {"News & more", "Speeches"}
    assert press("source", "import", str(tmp_path / "none")).code == 3
    assert press("source", "import", "-", stdin="no list").code == 3


def test_a_backup_brings_back_what_is_fetched(
    site: Site, press: Press, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press("source", "add", site.url("/news"), "--name", "Mine")
    path = str(tmp_path / "all.gz")
    assert press("backup", path).code == 0
    assert press("restore", path, "--dry-run", "--json").json["sources"] == 0
    monkeypatch.setenv("PRESSREADER_HOME", str(tmp_path / "other"))
    report = press("restore", path, "--json").json
    assert (report["added"], report["sources"]) == (4, 1)
    assert press("restore", path, "--json").json["sources"] == 0
    (listed,) = press("source", "list", "--json").json
    assert (listed["name"], listed["url"], listed["last_good"]) == ("Mine", site.url("/news"), None)
    assert press("sync").out == "nothing new\n"


def test_attachments_are_shown_with_the_release(site: Site, press: Press) -> None:
    (one,) = items(1)
    files = (("https://example.org/table.pdf", "application/pdf", 49_050),)
    site.add(FeedPage("/files", [replace(one, enclosures=files)]))
    press("source", "add", site.url("/files"))
    (hit,) = press("list", "--json").json["hits"]
    (attachment,) = press("show", hit["id"], "--json").json["attachments"]
    assert attachment == {
        "name": "table.pdf",
        "url": "https://example.org/table.pdf",
        "type": "application/pdf",
        "size": 49_050,
    }
    shown = press("show", hit["id"]).out
    assert "- table.pdf (application/pdf, 47.9 KB) https://example.org/table.pdf" in " ".join(shown.split())


def test_what_fails_is_explained(site: Site, press: Press) -> None:
    press("source", "add", site.url("/news"))
    assert press("doctor").code == 0
    site.fault("/news", faults.status(410))
    for _ in range(2):
        assert press("sync", "--force").code == 3
    shown = press("source", "list").out
    assert "2 times: " in shown
    assert "410" in shown
    done = press("doctor", "--json")
    (check,) = (one for one in done.json if one["name"] == "source Harbour News")
    assert not check["ok"]
    assert "410" in check["message"]
    assert "was last good 20" in check["message"]
    assert done.code == 3
