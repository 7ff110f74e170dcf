"""A reader on a library of the tests' own, driven without a terminal."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.library import Library
from reader.tui.app import ReaderApp
from reader.tui.screens.main import MainScreen
from tests import listings

DEADLINE = 20.0


def fill(folder: Path, text: str = listings.LISTING) -> None:
    """Import a listing into this test's library, searchable."""
    with Library.open() as library:
        library.sources.import_paths([str(listings.write(folder, text))])
        library.indexing.drain()


class Reading:
    """A running reader, and what a test asks of it."""

    def __init__(self, app: ReaderApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def main(self) -> MainScreen:
        return self.app.main

    @property
    def titles(self) -> list[str]:
        """The headlines in the list."""
        return [release.title for release in self.main.rows.page(0, 100)]

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def until(self, condition: Callable[[], object], what: str) -> None:
        """Let the reader work until something is so."""
        deadline = time.monotonic() + DEADLINE
        while not condition():
            assert time.monotonic() < deadline, f"still not so: {what}"
            await asyncio.sleep(0.01)
        await self.pilot.pause()

    async def search(self, text: str) -> None:
        """Type into the bar and wait for the whole answer."""
        self.main.bar.focus()
        self.main.bar.value = text
        await self.answer(text)

    async def answer(self, text: str) -> None:
        """Wait for the whole answer to a text that is in the bar."""
        await self.until(lambda: self.app.question and self.app.question.text == text, f"{text} being asked")
        await self.until(self.answered, f"an answer to {text}")

    def answered(self) -> bool:
        answer = self.main.answer
        return self.app.question is None or (
            answer is not None and answer.question == self.app.question and answer.complete
        )

    @property
    def said(self) -> str:
        """What stands at the right of the status line."""
        return self.main.status.right

    @property
    def counted(self) -> str:
        """What stands at the left of the status line."""
        return self.main.status.left


@asynccontextmanager
async def reading(size: tuple[int, int] = (120, 40)) -> AsyncIterator[Reading]:
    """Open this test's library on a screen of a size."""
    with Library.open(starter=True) as library:
        library.indexing.drain()
        app = ReaderApp(library)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Reading(app, pilot)
        app.stop_working()


@pytest.fixture
def filled(tmp_path: Path, home: Path) -> Path:
    """This test's library holds the tests' listing."""
    fill(tmp_path)
    return home
