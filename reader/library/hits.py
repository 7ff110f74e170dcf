"""What a list shows of a hit: the stretch of its text that was meant, and whether only an earlier wording has it."""

from collections.abc import Sequence
from typing import NamedTuple

from reader import query
from reader.index import marks
from reader.model import Release
from reader.store.browse import ReleaseReader
from reader.store.conditions import where
from reader.store.database import Database
from reader.store.notes import Notes

EARLIER, NOTE, SHARES = "earlier wording", "note", "shares"
"""Where an excerpt is from, when it is not from the current text."""
Span = tuple[int, int]


class Excerpt(NamedTuple):
    """A stretch of a text on one line."""

    text: str
    hits: Sequence[Span] = ()
    """What was found in it, in code points."""
    label: str = ""
    """`EARLIER`, `NOTE`, `SHARES` or nothing."""


def title_spans(root: query.Node, title: str) -> list[Span]:
    """Where the hits of a query stand in a headline."""
    return marks.spans(root, title, "title")


def body_spans(root: query.Node, body: str) -> list[Span]:
    """Where the hits of a query stand in a text."""
    return marks.spans(root, body, "body")


def found_spans(text: str, wanted: str) -> list[Span]:
    """Where words stand next to each other in a text, the last of them perhaps only begun."""
    return marks.spans(query.Phrase(wanted, live=True), text, "body")


def words_root(words: Sequence[str]) -> query.Node:
    """A query that marks these words, as they are."""
    return query.Or(tuple(query.Exact(word) for word in words))


class Hits:
    """Explains hits, on the connection of the thread that uses it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._reader = ReleaseReader(database)
        self._notes = Notes(database)

    def excerpt(self, root: query.Node, release: Release, shared: Sequence[str] = ()) -> Excerpt:
        """About 160 characters around what a query found in a release.

        `shared`: the words it shares with another release, where that is what was asked for. Raises NotFound
        when the release has gone.
        """
        return Excerpt(", ".join(shared), label=SHARES) if shared else self.explain(root, release)[0]

    def only_earlier(self, root: query.Node, release: Release) -> bool:
        """Whether a hit would be none if only its current wording were known. Raises NotFound."""
        if not release.edited or not query.has_text(root):
            return False
        return not self._fulfils(root, self._known(release))

    def explain(self, root: query.Node, release: Release, shared: Sequence[str] = ()) -> tuple[Excerpt, bool]:
        """`excerpt` and `only_earlier` at once: notes, and a text that is missing, are read once. Raises NotFound."""
        known = self._known(release)
        earlier = release.edited and query.has_text(root) and not self._fulfils(root, known)
        if shared:
            return Excerpt(", ".join(shared), label=SHARES), earlier
        return (self._earlier(root, release) if earlier else _current(root, known)), earlier

    def _known(self, release: Release) -> "_Known":
        body = release.body if release.body is not None else self._reader.get(release.number).body
        notes = [note.text for note in self._notes.of_release(release.number)]
        return _Known(release, body or "", notes)

    def _earlier(self, root: query.Node, release: Release) -> Excerpt:
        for revision in reversed(self._reader.revisions(release.number)):
            if revision.number == release.revision:
                continue
            text, found = marks.excerpt(root, revision.body)
            if found:
                return Excerpt(text, found, EARLIER)
            if found := title_spans(root, revision.title):
                return Excerpt(revision.title, found, EARLIER)
        return Excerpt("", label=EARLIER)

    def _fulfils(self, node: query.Node, known: "_Known") -> bool:
        match node:
            case query.Everything() | query.Like() | query.Saved():
                return True
            case query.Not(inner):
                return not self._fulfils(inner, known)
            case query.And(nodes):
                return all(self._fulfils(one, known) for one in nodes)
            case query.Or(nodes):
                return any(self._fulfils(one, known) for one in nodes)
            case _ if query.is_text(node):
                return known.holds(node)
            case _:
                return self._reader.fulfils(known.release.number, where(node, self._database))


class _Known(NamedTuple):
    """A release with its current text and its notes."""

    release: Release
    body: str
    notes: Sequence[str]

    def holds(self, leaf: query.TextLeaf) -> bool:
        """Whether one of its fields that the leaf asks for fulfils it."""
        texts = {"title": [self.release.title], "body": [self.body], "note": self.notes}
        return any(
            marks.matches_text(leaf, text)
            for field, known in texts.items()
            if leaf.field in (None, field)
            for text in known
        )


def _current(root: query.Node, known: _Known) -> Excerpt:
    text, found = marks.excerpt(root, known.body)
    if found or title_spans(root, known.release.title):
        return Excerpt(text, found)
    for note in known.notes:
        in_note, found = marks.excerpt(root, note, field="note")
        if found:
            return Excerpt(in_note, found, NOTE)
    return Excerpt(text)
