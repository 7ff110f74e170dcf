"""Rows fetched in pages, few of them kept."""

from collections.abc import Sequence
from typing import Protocol

from textual.cache import LRUCache

from reader.model import Release

PAGE_ROWS = 128
_PAGES_KEPT = 8


class Rows(Protocol):
    """Releases in an order, of which any stretch can be had."""

    def __len__(self) -> int: ...

    def page(self, start: int, count: int) -> Sequence[Release]:
        """The releases from number `start`, from 0, at most `count` of them."""
        ...


class Pages:
    """The rows of a list, each page of `PAGE_ROWS` fetched when the first of its rows is asked for."""

    def __init__(self, rows: Rows | None) -> None:
        self._rows = rows
        self.count = 0 if rows is None else len(rows)
        """Number of rows when they were handed over."""
        self._pages: LRUCache[int, Sequence[Release]] = LRUCache(_PAGES_KEPT)

    def get(self, index: int) -> Release | None:
        """A release by its row; None where there is none, or none any more."""
        if not 0 <= index < self.count:
            return None
        page = self._page(index // PAGE_ROWS)
        place = index % PAGE_ROWS
        return page[place] if place < len(page) else None

    def forget(self) -> None:
        """Fetches every page anew when it is needed again."""
        self._pages.clear()

    def _page(self, number: int) -> Sequence[Release]:
        page = self._pages.get(number)
        if page is None:
            start = number * PAGE_ROWS
            count = min(PAGE_ROWS, self.count - start)
            page = self._rows.page(start, count) if self._rows else []
            self._pages.set(number, page)
        return page
