"""Feeds of the test site in all formats: RSS 2.0, RDF, Atom, JSON Feed; with validators, or without."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from html import escape
from typing import Literal

from tests.site.wire import Answer, Request, conditional, json_answer, packed, tag_of, text

Format = Literal["rss", "rdf", "atom", "json"]
TYPES = {"rss": "application/rss+xml", "rdf": "application/rdf+xml", "atom": "application/atom+xml"}


@dataclass(frozen=True)
class Item:
    """One entry of a feed."""

    id: str
    title: str
    html: str
    published: datetime
    link: str = ""
    """As the feed writes it; '' for the item's id under the site's root."""
    categories: tuple[str, ...] = ()
    enclosures: tuple[tuple[str, str, int], ...] = ()
    """Address, media type, length."""

    @property
    def address(self) -> str:
        """Where the item points to."""
        return self.link or f"/items/{self.id}"


def items(count: int, *, prefix: str = "item", newest: str = "2025-12-23") -> list[Item]:
    """That many entries, newest first, one a day at nine o'clock UTC."""
    day = datetime.combine(date.fromisoformat(newest), datetime.min.time(), UTC) + timedelta(hours=9)
    return [
        Item(
            f"{prefix}-{count - n}",
            f"{prefix.capitalize()} {count - n}: quay opens",
            f"<p>Quay {count - n} opened &amp; was named.</p><p>It has {n + 4} cranes.</p>",
            day - timedelta(days=n),
        )
        for n in range(count)
    ]


class FeedPage:
    """A feed at a path.

    `tag` and `modified` are its validators: True for honest ones, a string for that very value, None for none.
    `headers` come with every answer; `ttl` (minutes), `skip_hours`, `skip_days` stand in RSS.
    """

    def __init__(
        self,
        path: str,
        contents: Iterable[Item] = (),
        *,
        form: Format = "rss",
        title: str = "Harbour News",
        tag: str | bool | None = True,
        modified: str | bool | None = None,
        ttl: int | None = None,
        skip_hours: tuple[int, ...] = (),
        skip_days: tuple[str, ...] = (),
        next_page: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.path = path
        self.items = list(contents)
        self.form = form
        self.title = title
        self.tag = tag
        self.modified = modified
        self.ttl = ttl
        self.skip_hours = skip_hours
        self.skip_days = skip_days
        self.next_page = next_page
        self.headers = headers or {}
        self._changed = datetime(2025, 12, 23, 9, tzinfo=UTC)

    def insert(self, *items: Item, at: int = 0) -> None:
        """Publish."""
        self._set([*self.items[:at], *items, *self.items[at:]])

    def remove(self, name: str) -> None:
        """Drop an item off the feed."""
        self._set([item for item in self.items if item.id != name])

    def reword(self, name: str, html: str, *, title: str | None = None) -> None:
        """Change the text of an item, and its title."""
        self._set(
            [
                replace(item, html=html, title=title or item.title) if item.id == name else item
                for item in self.items
            ]
        )

    def _set(self, changed: list[Item]) -> None:
        self.items = changed
        self._changed += timedelta(seconds=61)

    def serve(self, request: Request) -> Answer | None:
        """The feed, or 304."""
        if request.path != self.path:
            return None
        answer = self._answer()
        for name, given, honest in (
            ("ETag", self.tag, tag_of(answer.body)),
            ("Last-Modified", self.modified, format_datetime(self._changed, usegmt=True)),
        ):
            if given:
                value = honest if given is True else given
                answer = replace(answer, headers={**answer.headers, name: value})
        answer = replace(answer, headers={**answer.headers, **self.headers})
        return packed(request, conditional(request, answer))

    def _answer(self) -> Answer:
        if self.form == "json":
            return json_answer(self._json())
        written = {"rss": self._rss, "rdf": self._rdf, "atom": self._atom}[self.form]()
        return text(
            f'<?xml version="1.0" encoding="utf-8"?>\n{written}', f"{TYPES[self.form]}; charset=utf-8"
        )

    def _rss(self) -> str:
        ttl = "" if self.ttl is None else f"<ttl>{self.ttl}</ttl>"
        hours = "".join(f"<hour>{hour}</hour>" for hour in self.skip_hours)
        days = "".join(f"<day>{day}</day>" for day in self.skip_days)
        older = f'<atom:link rel="next" href="{escape(self.next_page)}"/>' if self.next_page else ""
        return (
            '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
            f"<title>{escape(self.title)}</title><link>/</link><description/>{ttl}{older}"
            f"{f'<skipHours>{hours}</skipHours>' if hours else ''}{f'<skipDays>{days}</skipDays>' if days else ''}"
            + "\n".join(
                f"<item>{_plain(item)}<guid isPermaLink='false'>{escape(item.id)}</guid>"
                f"<pubDate>{format_datetime(item.published)}</pubDate>"
                + "".join(f"<category>{escape(name)}</category>" for name in item.categories)
                + "".join(
                    f'<enclosure url="{escape(u)}" type="{t}" length="{n}"/>' for u, t, n in item.enclosures
                )
                + "</item>"
                for item in self.items
            )
            + "</channel></rss>"
        )

    def _rdf(self) -> str:
        return (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="/">'
            f"<title>{escape(self.title)}</title><link>/</link><description/></channel>"
            + "\n".join(
                f'<item rdf:about="{escape(item.id)}">{_plain(item)}'
                f"<dc:date>{item.published.isoformat()}</dc:date></item>"
                for item in self.items
            )
            + "</rdf:RDF>"
        )

    def _atom(self) -> str:
        older = f'<link rel="next" href="{escape(self.next_page)}"/>' if self.next_page else ""
        return (
            f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{escape(self.title)}</title><id>urn:{self.path}</id>'
            f"<updated>{self._changed.isoformat()}</updated>{older}"
            + "\n".join(
                f"<entry><id>{escape(item.id)}</id><title>{escape(item.title)}</title>"
                f'<link href="{escape(item.address)}"/><published>{item.published.isoformat()}</published>'
                f"<updated>{item.published.isoformat()}</updated>"
                + "".join(f'<category term="{escape(name)}"/>' for name in item.categories)
                + "".join(
                    f'<link rel="enclosure" href="{escape(u)}" type="{t}" length="{n}"/>'
                    for u, t, n in item.enclosures
                )
                + f'<content type="html">{escape(item.html)}</content></entry>'
                for item in self.items
            )
            + "</feed>"
        )

    def _json(self) -> dict[str, object]:
        older = {"next_url": self.next_page} if self.next_page else {}
        return {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.title,
            **older,
            "items": [
                {
                    "id": item.id,
                    "url": item.address,
                    "title": item.title,
                    "content_html": item.html,
                    "date_published": item.published.isoformat(),
                    "tags": list(item.categories),
                    "attachments": [
                        {"url": u, "mime_type": t, "size_in_bytes": n} for u, t, n in item.enclosures
                    ],
                }
                for item in self.items
            ],
        }


def _plain(item: Item) -> str:
    return (
        f"<title>{escape(item.title)}</title><link>{escape(item.address)}</link>"
        f"<description>{escape(item.html)}</description>"
    )
