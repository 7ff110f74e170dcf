"""The adapters in the order in which they are asked, and what is read with one of them.

Listings and records are not among them: those are read as streams, however large, by `files`.
"""

from types import ModuleType
from typing import Final

from reader.ingest import feeds, jsonfeed
from reader.ingest.documents import Document, Found, Kind
from reader.model import Problem

_ADAPTERS: Final = (jsonfeed, feeds)
_BY_KIND: Final[dict[Kind, ModuleType]] = {
    "feed": feeds,
    "jsonfeed": jsonfeed,
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
            found: Found = adapter.read(document, source)
            return found
        reason = "This is neither a feed nor a page that can be read."
    except MemoryError:
        raise
    except Exception:
        # Parsers of other projects promise nothing about what they raise for damaged documents.
        reason = "This is too damaged to be read."
    return Found(kind or "page", problems=(Problem(document.url, 0, reason),))
