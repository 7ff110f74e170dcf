"""The adapters in the order in which they are asked, and what is read with one of them.

Listings and records are not among them: those are read as streams, however large, by `files`.
"""

from types import ModuleType
from typing import Final

from selectolax.lexbor import SelectolaxError

from reader.ingest import decoding, entries, feeds, html, jsonfeed, ministry, webpage
from reader.ingest.documents import Document, Found, Kind
from reader.model import Problem

_ADAPTERS: Final = (jsonfeed, feeds, ministry, webpage)
_BY_KIND: Final[dict[Kind, ModuleType]] = {
    "feed": feeds,
    "jsonfeed": jsonfeed,
    "board": ministry,
    "view": ministry,
    "page": webpage,
}


def find(document: Document) -> ModuleType | None:
    """Give the adapter that reads a document; None where it is nothing that can be read."""
    return next((adapter for adapter in _ADAPTERS if adapter.recognises(document)), None)


def read(document: Document, source: str, kind: Kind | None = None) -> Found:
    """Find what a document holds; `kind` says what it is where that is known, and is not to be guessed.

    What the bytes are raises nothing: it comes as a problem of the whole document. MemoryError passes, because what
    is right then depends on the process.
    """
    try:
        adapter = find(document) if kind is None else _BY_KIND[kind]
        if adapter is not None:
            return _bounded(_addressed(adapter.read(document, source), document), document)
        reason = "This is neither a feed nor a page that can be read."
    except MemoryError:
        raise
    except SelectolaxError as error:
        # HTML can always be parsed, but for want of memory.
        raise MemoryError from error
    except Exception:
        # Parsers of other projects promise nothing about what they raise for damaged documents.
        reason = "This is too damaged to be read."
    return Found(kind or "page", problems=(Problem(document.url, 0, reason),))


def _addressed(found: Found, document: Document) -> Found:
    """Say of a page from a file which address it says it has: the only way to tell whose it is."""
    if found.address or found.kind in ("feed", "jsonfeed") or html.address(document.url):
        return found
    markup = decoding.text(document.content, document.content_type)
    return found._replace(address=webpage.address_of("", markup, html.parse(markup)))


def _bounded(found: Found, document: Document) -> Found:
    """Leave out what is longer than a release can be, in a listing as anywhere."""
    kept = tuple(release for release in found.releases if len(release.body or "") <= entries.MAX_ENTRY)
    if len(kept) == len(found.releases):
        return found
    reason = f"{len(found.releases) - len(kept)} of the texts here are longer than {entries.MAX_ENTRY:,} characters"
    problem = Problem(document.url, 0, f"{reason} and were left out.")
    return found._replace(releases=kept, problems=(*found.problems, problem))
