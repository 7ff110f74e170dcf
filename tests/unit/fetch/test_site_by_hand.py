"""The test site, started by hand, says how to use it, and that is right."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.config import load
from reader.fetch.addresses import Hosts
from reader.fetch.fetcher import Fetcher

_ROOT = Path(__file__).parents[3]


@pytest.fixture
def by_hand() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.site", "--hosts", "2", "--entries", "9"]
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True) as started:
        yield started
        started.kill()


async def test_its_advice_holds(by_hand: subprocess.Popen[str], fetcher: Fetcher, tmp_path: Path) -> None:
    assert by_hand.stdout is not None
    advice = [by_hand.stdout.readline() for _ in range(12)]
    config = tmp_path / "config.toml"
    config.write_text("".join(advice[1:5]))
    settings = load(config)
    assert settings.sync.pause == 0.02
    board, *feeds, more = (line.strip() for line in advice[6:])
    page = await fetcher.get(board, allow=Hosts(settings.ministry.hosts))
    assert page.content is not None
    assert page.content.count(b'class="item"') == 8
    for url in (*feeds, *more.split(" … ")):
        reply = await fetcher.get(url)
        assert (await fetcher.get(url, etag=reply.etag)).unchanged
    by_hand.send_signal(signal.SIGINT)
    assert by_hand.wait(timeout=30) == 0
