"""The ministry's boards: pages of a list and one page for each release, built to what is known of the real ones."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from html import escape

from tests.site.wire import Answer, Request, conditional, tag_of, text

PRESS = "EATCLdfa319ada"
TOPICS = "EATCL0512e0b48"


@dataclass(frozen=True)
class Entry:
    """One release on a board."""

    id: int
    title: str
    body: str
    """Paragraphs end in a line end."""
    day: str
    category: str | None = None
    cut: int | None = None
    """The list shows only that many characters of the body."""
    attachments: tuple[tuple[str, str], ...] = ()
    """Names and sizes as the page writes them: `("table.hwpx", "47.9 KB")`."""
    kind: str = "2"
    html: str | None = None
    """The markup of the text on its own page, instead of paragraphs made from `body`."""


def entries(
    count: int, *, first: int = 2480, newest: str = "2025-12-23", cut: int | None = None
) -> list[Entry]:
    """That many releases, newest first, one a day, numbered downwards from `first`."""
    day = date.fromisoformat(newest)
    return [
        Entry(
            first - n,
            f"Harbour Notice {first - n} on Shore Power",
            f"The Ministry of Harbours published notice {first - n} on Monday.\n"
            f"It names {n + 3} ports & {n + 7} berths. “Nobody should have to guess,” said the minister.",
            (day - timedelta(days=n)).isoformat(),
            cut=cut,
        )
        for n in range(count)
    ]


class Board:
    """A list of releases, newest first, and their pages.

    `code` names the board in addresses and in the hidden inputs; `path` is the list's, for topics another than usual.
    `categories` shows them on the list; `older` has the pages of releases as they were some years ago; `validators` has
    every page answer conditional requests, which the real site was not seen to do.
    """

    def __init__(
        self,
        contents: Iterable[Entry] = (),
        *,
        code: str = PRESS,
        path: str | None = None,
        per_page: int = 8,
        categories: bool = False,
        older: bool = False,
        validators: bool = False,
    ) -> None:
        self.entries = list(contents)
        self.code = code
        self.path = path or f"/eng/article/{code}"
        self.per_page = per_page
        self.categories = categories
        self.older = older
        self.validators = validators

    @property
    def last(self) -> int:
        """Number of the last page."""
        return max(1, -(-len(self.entries) // self.per_page))

    def view(self, number: int) -> str:
        """Path of one release's page."""
        return f"/eng/article/{self.code}/{number}/view"

    def insert(self, *entries: Entry, at: int = 0) -> None:
        """Publish; those below move down."""
        self.entries = [*self.entries[:at], *entries, *self.entries[at:]]

    def remove(self, number: int) -> None:
        """Take a release off the list and its page away."""
        self.entries = [entry for entry in self.entries if entry.id != number]

    def reword(self, number: int, body: str, *, title: str | None = None) -> None:
        """Change the text of a release, and its title."""
        self.entries = [
            replace(entry, body=body, title=title or entry.title, html=None) if entry.id == number else entry
            for entry in self.entries
        ]

    def serve(self, request: Request) -> Answer | None:
        """A page of the list, or of one release; past the last page a list without entries."""
        if request.path == self.path:
            return self._finished(request, self._list(request))
        for entry in self.entries:
            if request.path == self.view(entry.id):
                return self._finished(request, _page(entry.title, self._release(entry)))
        return None

    def _finished(self, request: Request, page: str) -> Answer:
        answer = text(page)
        if not self.validators:
            return answer
        return conditional(request, answer.having(ETag=tag_of(answer.body)))

    def _list(self, request: Request) -> str:
        asked = request.query.get("pageIndex", "1")
        number = int(asked) if asked.isdigit() else 1
        start = (number - 1) * self.per_page
        items = "".join(self._item(entry) for entry in self.entries[start : start + self.per_page])
        return _page(
            "Press Releases",
            f'<div class="total">Total <em>{len(self.entries)}</em></div>\n'
            f'<div class="board-list"><ul>{items}</ul></div>\n{self._paging(number)}',
        )

    def _item(self, entry: Entry) -> str:
        category = ""
        if self.categories and entry.category:
            category = f'<p class="category">{escape(entry.category)}</p>'
        summary = " ".join(entry.body.split("\n"))[: entry.cut]
        return (
            f"<li><a href=\"javascript:article.view('{entry.id}', '{entry.kind}');\"><div class=\"item\">{category}\n"
            f'<strong class="title">{escape(entry.title)}</strong>\n'
            f'<p class="info"><span class="cont">{escape(summary)}</span>\n'
            f'<span class="date"><i>date</i>{entry.day}</span></p></div></a></li>\n'
        )

    def _paging(self, number: int) -> str:
        first = (number - 1) // 10 * 10 + 1
        numbers = range(first, min(first + 9, self.last) + 1)
        links = "".join(f'<a href="?pageIndex={n}">{n}</a>' for n in numbers)
        return f'<div class="paging">{links}<a class="last" href="?pageIndex={self.last}">Last</a></div>'

    def _release(self, entry: Entry) -> str:
        shown = entry.html or "".join(f"<p>{escape(line)}</p>\n" for line in entry.body.split("\n"))
        kind = "mViewerContents" if self.older else "detail-cont"
        return (
            f'<input type="hidden" name="bbsCdN" value="{self.code}"><input type="hidden" name="bbsSeqN" '
            f'value="{entry.id}">\n<div class="detail-head"><strong class="title">{escape(entry.title)}</strong>'
            f"<dl><dt>Registration date</dt><dd>{entry.day}</dd></dl></div>\n"
            f'{self._attachments(entry)}<div class="{kind}">{shown}</div>\n'
            f'<div class="detail-btn"><a href="{self.path}">List</a></div>'
        )

    def _attachments(self, entry: Entry) -> str:
        if not entry.attachments:
            return ""
        rows = "".join(
            f'<li><a href="/attach/down/{entry.id:032x}/{n:032x}/{n + 7:032x}">{escape(name)} [{size}]</a>'
            f'<a href="/attach/viewer/{entry.id:032x}/{n:032x}">Preview</a></li>'
            for n, (name, size) in enumerate(entry.attachments)
        )
        return f'<div class="file-list"><ul>{rows}</ul></div>\n'


def _page(title: str, content: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(title)} | Ministry of Harbours</title>\n"
        "<style>.board-list li { margin: 0 }</style><script>var article = { view: function (id, type) {} };</script>"
        '</head>\n<body><nav><ul><li><a href="/eng/main">Home</a></li></ul></nav>\n'
        f'<main id="contents">\n{content}\n</main>\n<footer>Sejong, <a href="/eng/privacy">Privacy</a></footer>'
        "</body></html>\n"
    )
