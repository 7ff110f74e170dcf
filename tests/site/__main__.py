"""`python -m tests.site --port N`: the test site for trying the program by hand; ends with ctrl+c."""

import argparse
import signal
import threading

from tests.site import faults
from tests.site.board import TOPICS, Board, entries
from tests.site.feeds import FeedPage, items
from tests.site.server import HOME, Site, hosts


def main() -> None:
    """Serve a board, feeds and some trouble until interrupted; say how to use them."""
    parser = argparse.ArgumentParser(prog="python -m tests.site", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="default: a free one")
    parser.add_argument("--entries", type=int, default=100, help="releases on the board (default: 100)")
    parser.add_argument("--hosts", type=int, default=0, help="that many more addresses, each with a feed")
    parser.add_argument("--share", type=float, default=0.0, help="share of requests that are reset, 0 to 1")
    chosen = parser.parse_args()
    board = Board(entries(chosen.entries), validators=True)
    topics = Board(entries(chosen.entries), code=TOPICS, per_page=10, categories=True)
    feeds = [
        FeedPage(f"/{form}", items(20, prefix=form), form=form) for form in ("rss", "rdf", "atom", "json")
    ]
    more = hosts(chosen.hosts)
    with Site(board, topics, *feeds, port=chosen.port, hosts=more) as site:
        site.fault("/*", faults.reset(), share=chosen.share)
        print(_advice(site, feeds, more), flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            signal.signal(
                signal.SIGINT, signal.SIG_IGN
            )  # it may come twice, from the terminal and from a parent
            print(f"{len(site.log)} requests")


def _advice(site: Site, feeds: list[FeedPage], more: list[str]) -> str:
    lines = [
        "In config.toml (pressreader paths names its folder):",
        f'  [ministry]\n  hosts = ["{site.at(HOME)}"]\n  [sync]\n  pause = 0.02',
        "Addresses:",
        f"  {site.url('/eng/article/EATCLdfa319ada')}",
        *(f"  {site.url(feed.path)}" for feed in feeds),
    ]
    if more:
        lines.append(f"  {site.url('/rss', host=more[0])} … {site.url('/rss', host=more[-1])}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
