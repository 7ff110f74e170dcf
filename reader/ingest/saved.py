"""Saved feeds and pages -> releases: which source they belong to, and which pages of a folder are releases at all.

A feed belongs to the source that is called by its own address: what it gives as `self`, else the page that it is of.
A page of the ministry's site belongs to the ministry if it says that it is from one of its hosts, or does not say where
it is from: people have pages that were cut out of others. What it says is, in this order: the address that a browser
wrote into it when it was saved, its canonical address, its base. Any other page belongs to its host. `source`, where
it is given, is the key of all.

A page that the user named is read whatever it is. In a folder, where documentation, bookmarks and mail lie about as
HTML, one is taken only if it is of the ministry's site, or tells the day on which it was published.
"""

from typing import Final
from urllib.parse import urlsplit

from reader.ingest.apart import Apart
from reader.ingest.detect import Kind
from reader.ingest.documents import Document, Found
from reader.model import MOTIR, Problem, Release

MINISTRY_HOSTS: Final = frozenset({"english.motir.go.kr", "english.motie.go.kr"})

_NO_ADDRESS: Final = (
    "This does not say which address it is from; name a source for its releases: --source example.org."
)


class SavedDocuments:
    """Reads saved documents one after the other, in a process of its own that ends with `close`."""

    def __init__(self, source: str | None, hosts: frozenset[str] = MINISTRY_HOSTS) -> None:
        self._source = source
        self._hosts = hosts
        self._apart = Apart()

    def close(self) -> None:
        """End the process."""
        self._apart.close()

    def read(self, content: bytes, kind: Kind, path: str, *, named: bool) -> list[Release | Problem] | None:
        """Find the releases of a document; None for a page of a folder that is none.

        `path` names the file in problems, `named` tells that the user named it.
        """
        document = Document(content, path)
        found = self._apart.read(document, "", kind=kind if kind in ("feed", "jsonfeed") else None)
        if found.kind in ("board", "view") and not self._is_ministry(found):
            found = self._apart.read(document, "", kind="page")
        if found.kind == "page" and not named and not any(release.date for release in found.releases):
            return None
        key = self._key(found)
        if key is None and found.releases:
            return [Problem(path, 0, _NO_ADDRESS)]
        releases = [release._replace(source=key or "") for release in found.releases]
        return [*releases, *found.problems]

    def _is_ministry(self, found: Found) -> bool:
        return self._source == MOTIR or not found.address or urlsplit(found.address).hostname in self._hosts

    def _key(self, found: Found) -> str | None:
        if self._source is not None:
            return self._source
        if found.kind in ("board", "view"):
            return MOTIR
        if found.kind == "page":
            return urlsplit(found.address).hostname
        return found.address or None
