"""Releases one a line: fitted to a terminal for people, tab-separated and whole for pipes."""

from collections.abc import Collection, Sequence

from reader import cells
from reader.cli import output
from reader.model import Release
from reader.wording import signs

_ID, _DAY, _SIGNS = 10, 10, 5


_EARLIER = "earlier wording: "


def print_releases(releases: Sequence[Release], earlier: Collection[int] = ()) -> None:
    """A line for each release: id, day, signs, title, category.

    `earlier`: row numbers of those that are a hit only in an earlier wording, which stands before their title.
    """
    releases = [
        one._replace(title=_EARLIER + one.title) if one.number in earlier else one for one in releases
    ]
    if output.on_terminal():
        width = output.width()
        for release in releases:
            output.line(row(release, width))
    else:
        for release in releases:
            output.line("\t".join(_values(release)))


def row(release: Release, width: int) -> str:
    """A release in at most `width` columns, 20 at least; narrow ones leave out category, then signs, then day."""
    ident, day, states, title, category = _values(release)
    label = min(24, width // 5) if width >= 80 else 0
    parts = [output.paint(ident, fg="cyan")]
    room = width - _ID - 2
    if width >= 40:
        parts.append(output.paint(f"{day:{_DAY}}", dim=True))
        room -= _DAY + 2
    if width >= 56:
        parts.append(f"{states:{_SIGNS}}")
        room -= _SIGNS + 2
    if label:
        room -= label + 2
    fitted = (
        cells.padded(cells.safe(title), room) if label else cells.shown(cells.fit(cells.safe(title), room)[0])
    )
    parts.append(fitted if release.read else output.paint(fitted, bold=True))
    if label:
        parts.append(output.paint(cells.shown(cells.fit(cells.safe(category), label)[0]), dim=True))
    return "  ".join(parts).rstrip()


def _values(release: Release) -> tuple[str, str, str, str, str]:
    category = "digest" if release.digest else ", ".join(release.categories)
    return (
        release.id,
        release.date or "",
        "".join(signs(release)),
        output.safe(release.title),
        output.safe(category),
    )
