"""Names for exported files. Pure.

A name is the day and the headline in letters, digits and hyphens: it holds nothing that Linux, macOS or
Windows refuses, begins with a digit or `undated` and so is none of Windows' reserved words, stays far below
255 bytes, and has none of `# ^ [ ] |`, which break links in Obsidian.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from reader.export.citation import day
from reader.model import Release

_MAX_BYTES = 150
"""Of a headline in a name; a letter can take three bytes."""
_MAX_CHARACTERS = 70


def plain_name(release: Release) -> str:
    """`YYYY-MM-DD-slug.md`, or `undated-slug.md`."""
    return f"{_stem(release)}.md"


def with_id(name: str, ident: str) -> str:
    """The name with the release's id, which no other release has."""
    stem = name.removesuffix(".md")
    return name if stem.endswith(f"-{ident}") else f"{stem}-{ident}.md"


def folded(name: str) -> str:
    """The same for two names that some system takes for one."""
    return unicodedata.normalize("NFC", name.casefold())


def choose_names(
    releases: Iterable[Release], new: AbstractSet[str], taken: AbstractSet[str]
) -> dict[str, str]:
    """Names by id for the releases whose ids are `new`, whatever the order of the releases.

    `taken` are the folded names in use. Releases of one name all get their ids, and so does one whose name
    is taken.
    """
    if not new:
        return {}
    plain = {release.id: plain_name(release) for release in releases}
    shared = Counter(map(folded, plain.values()))
    names = {
        ident: name
        for ident, name in plain.items()
        if ident in new and shared[folded(name)] == 1 and folded(name) not in taken
    }
    used = set(taken).union(map(folded, names.values()))
    for ident in sorted(new & (plain.keys() - names.keys())):
        names[ident] = _free(with_id(plain[ident], ident), used)
        used.add(folded(names[ident]))
    return names


def _free(name: str, taken: AbstractSet[str]) -> str:
    stem = name.removesuffix(".md")
    number = 1
    while folded(name) in taken:
        number += 1
        name = f"{stem}-{number}.md"
    return name


def _stem(release: Release) -> str:
    from slugify import slugify  # noqa: PLC0415 - needed only when something is exported

    when = day(release.date)
    # An apostrophe joins: Korea’s is koreas, not korea-s.
    title = release.title.replace("’", "").replace("'", "")
    slug = slugify(title, allow_unicode=True, max_length=_MAX_CHARACTERS, word_boundary=True)
    slug = slug.encode(errors="ignore")[:_MAX_BYTES].decode(errors="ignore").strip("-")
    return f"{when.isoformat() if when else 'undated'}-{slug or release.id}"
