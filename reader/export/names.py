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
from reader.export.item import Item

_MAX_BYTES = 150
"""Of a headline in a name; a letter can take three bytes."""
_MAX_CHARACTERS = 70


def plain_name(item: Item) -> str:
    """`YYYY-MM-DD-slug.md`, or `undated-slug.md`."""
    return f"{_stem(item)}.md"


def name_with_id(item: Item) -> str:
    """The name that no other release has."""
    stem = _stem(item)
    return f"{stem}.md" if stem.endswith(f"-{item.release.id}") else f"{stem}-{item.release.id}.md"


def folded(name: str) -> str:
    """The same for two names that some system takes for one."""
    return unicodedata.normalize("NFC", name.casefold())


def choose_names(items: Iterable[Item], new: AbstractSet[str], taken: AbstractSet[str]) -> dict[str, str]:
    """Names by id for the releases whose ids are `new`, whatever the order of the items.

    `taken` are the folded names in use. Releases of one name all get their ids, and so does one whose name
    is taken.
    """
    listed = list(items)
    shared = Counter(folded(plain_name(item)) for item in listed)
    names: dict[str, str] = {}
    for item in listed:
        if item.release.id in new:
            plain = plain_name(item)
            alone = shared[folded(plain)] == 1 and folded(plain) not in taken
            names[item.release.id] = plain if alone else _free(name_with_id(item), taken)
    return names


def _free(name: str, taken: AbstractSet[str]) -> str:
    stem = name.removesuffix(".md")
    number = 1
    while folded(name) in taken:
        number += 1
        name = f"{stem}-{number}.md"
    return name


def _stem(item: Item) -> str:
    from slugify import slugify  # noqa: PLC0415 - needed only when something is exported

    when = day(item.release.date)
    # An apostrophe joins: Korea’s is koreas, not korea-s.
    title = item.revision.title.replace("’", "").replace("'", "")
    slug = slugify(title, allow_unicode=True, max_length=_MAX_CHARACTERS, word_boundary=True)
    slug = slug.encode(errors="ignore")[:_MAX_BYTES].decode(errors="ignore").strip("-")
    return f"{when.isoformat() if when else 'undated'}-{slug or item.release.id}"
