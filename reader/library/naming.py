"""Finds sources by what people call them."""

from collections.abc import Callable, Sequence

from reader.errors import NotFound, UsageError
from reader.model import Source


def chosen(sources: Sequence[Source], names: Sequence[str]) -> list[Source]:
    """The fetched sources that have these names, keys, or beginnings of names; all where none is given.

    Raises NotFound and UsageError.
    """
    fetched = [one for one in sources if one.addresses]
    return [named(fetched, name) for name in dict.fromkeys(names)] if names else fetched


def named(sources: Sequence[Source], name: str) -> Source:
    """The source that a key, a name or a beginning of one names. Raises NotFound, and UsageError with candidates."""
    wanted = name.strip().casefold()
    matches: tuple[Callable[[Source], bool], ...] = (
        lambda one: one.key == name.strip(),
        lambda one: one.name.casefold() == wanted or one.key.casefold() == wanted,
        lambda one: (
            bool(wanted) and wanted in (one.name.casefold()[: len(wanted)], _bare(one)[: len(wanted)])
        ),
    )
    for matching in matches:
        found = [one for one in sources if matching(one)]
        if len(found) == 1:
            return found[0]
        if found:
            several = ", ".join(f"{one.name} ({one.key})" for one in found)
            raise UsageError(f"“{name}” fits several sources: {several}. Give the key.")
    raise NotFound(f"No source is called “{name}”. `pressreader source list` shows them all.")


def _bare(source: Source) -> str:
    """A key as people write it: without `https://` and `www.`."""
    return source.key.casefold().removeprefix("https://").removeprefix("http://").removeprefix("www.")
