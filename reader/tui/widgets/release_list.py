"""The list of releases: virtual, one line each, or two where it is narrow; one more for excerpts."""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, Unpack

from rich.style import Style
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from reader.cells.wrap import Span
from reader.model import Release
from reader.tui.widgets.excerpt import Excerpt, FindExcerpt, draw_excerpt, title_edge
from reader.tui.widgets.line_list import LineList
from reader.tui.widgets.line_view import ViewOptions, exact
from reader.tui.widgets.pages import Pages, Rows
from reader.tui.widgets.release_row import RowStyles, draw_row
from reader.tui.widgets.tag_colours import COLOURS

FindHits = Callable[[str], Sequence[Span]]
"""Finds the spans of a title that a query asks for."""

_TWO_LINES = range(32, 64)
"""Widths at which one line would cut most titles short."""
_LEAST_HEIGHT = 12
"""Lines below which two for title and facts would show too few releases."""
_EXCERPTS_KEPT = 512


class ReleaseList(LineList):
    """Shows any number of releases; fetches the pages it draws and repaints the lines that change."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "release-list--unread",
        "release-list--day",
        "release-list--category",
        "release-list--mark-unread",
        "release-list--mark-bookmarked",
        "release-list--mark-noted",
        "release-list--mark-edited",
        "release-list--mark-cut",
        "release-list--marked",
        "release-list--hit",
        "release-list--excerpt",
        "release-list--notice",
        *(f"release-list--tag-{colour}" for colour in range(COLOURS)),
    }

    class Moved(Message):
        """The user moved the cursor to another row."""

        def __init__(self, release: Release, index: int) -> None:
            super().__init__()
            self.release = release
            self.index = index
            """Row of the release, from 0."""

    class Opened(Message):
        """The user clicked the release under the cursor, or opened it otherwise."""

        def __init__(self, release: Release) -> None:
            super().__init__()
            self.release = release

    def __init__(self, **options: Unpack[ViewOptions]) -> None:
        super().__init__(**options)
        self._pages = Pages(None)
        self._find_hits: FindHits | None = None
        self._find_excerpt: FindExcerpt | None = None
        self._excerpts: dict[int, Excerpt | None] = {}
        """What was found, by number of the release."""
        self._marked: set[int] = set()
        self._row_styles: dict[bool, RowStyles] = {}

    def show(self, rows: Rows, *, cursor: int = 0) -> None:
        """Shows other rows; posts nothing, `selected` is known at once.

        The view starts at the first row, or as far below it as the cursor needs.
        """
        self._pages = Pages(rows)
        self._excerpts.clear()
        self.set_rows(self._pages.count, cursor, 0)

    def reload(self, rows: Rows, cursor: int) -> None:
        """Shows rows that changed, so that the one at `cursor` stands where the cursor is now."""
        top = self.top_row + cursor - self.cursor
        self._pages = Pages(rows)
        self._excerpts.clear()
        self.set_rows(self._pages.count, cursor, top)

    @property
    def selected(self) -> Release | None:
        """The release under the cursor; None in an empty list."""
        return self._pages.get(self.cursor)

    def open(self) -> None:
        """Posts `Opened` for the release under the cursor, if there is one."""
        if message := self.chosen():
            self.post_message(message)

    def refresh_rows(self) -> None:
        """Fetches what is visible anew: the same releases, in other states."""
        self._pages.forget()
        self.redraw()

    def set_marks(self, find: FindHits | None) -> None:
        """Highlights what `find` finds in the titles; None for nothing."""
        self._find_hits = find
        self._excerpts.clear()
        self.redraw()

    def set_excerpts(self, find: FindExcerpt | None) -> None:
        """Gives every row a line for what `find` finds in its release; None takes it away.

        Each release that is drawn is asked for once, until rows, marks or excerpts are set again.
        """
        switched = (find is None) != (self._find_excerpt is None)
        self._find_excerpt = find
        self._excerpts.clear()
        if switched and self.size.height:
            self.refit()
        self.redraw()

    @property
    def marked(self) -> frozenset[int]:
        """Numbers of the releases the user marked."""
        return frozenset(self._marked)

    def toggle_mark(self) -> None:
        """Marks the release under the cursor, or takes the mark away."""
        if release := self.selected:
            self._marked ^= {release.number}
            self.redraw(self.cursor)

    def set_marked(self, numbers: Iterable[int]) -> None:
        """Marks just these releases, by number."""
        self._marked = set(numbers)
        self.redraw()

    def moved(self) -> Message | None:
        """`Moved`, for the row under the cursor."""
        release = self.selected
        return self.Moved(release, self.cursor) if release else None

    def chosen(self) -> Message | None:
        """`Opened`, for the row under the cursor."""
        release = self.selected
        return self.Opened(release) if release else None

    def notify_style_update(self) -> None:
        """Forgets the styles when the theme or the focus changes."""
        self._row_styles.clear()
        super().notify_style_update()

    def row_height(self, size: Size) -> int:
        """Two lines where the list is narrow and there is room below; one more while there are excerpts."""
        return self._lines_of_release(size) + (self._find_excerpt is not None)

    def _lines_of_release(self, size: Size) -> int:
        return 2 if size.width in _TWO_LINES and size.height >= _LEAST_HEIGHT else 1

    def draw(self, index: int, width: int) -> Sequence[Strip]:
        """The lines of a release, each in exactly `width` cells."""
        styles = self._styles_of(index == self.cursor)
        release = self._pages.get(index)
        if release is None:
            return [Strip.blank(width, styles.row)] * self.lines_per_row
        hits = self._find_hits(release.title) if self._find_hits else ()
        marked = release.number in self._marked
        height = self.lines_per_row - (self._find_excerpt is not None)
        lines = draw_row(release, width, styles, lines=height, hits=hits, marked=marked)
        if self._find_excerpt is not None:
            excerpt = self._excerpt(release, self._find_excerpt)
            lines.append(draw_excerpt(excerpt, width, styles, indent=title_edge(width, height)))
        return [exact(line, width, styles.row) for line in lines]

    def _excerpt(self, release: Release, find: FindExcerpt) -> Excerpt | None:
        if release.number not in self._excerpts:
            if len(self._excerpts) >= _EXCERPTS_KEPT:
                self._excerpts.clear()
            self._excerpts[release.number] = find(release)
        return self._excerpts[release.number]

    def _styles_of(self, under_cursor: bool) -> RowStyles:
        known = self._row_styles.get(under_cursor)
        if known is None:
            if under_cursor:
                known = RowStyles.under_cursor(self.get_component_rich_style("line-list--cursor"))
            else:
                known = self._plain_styles()
            self._row_styles[under_cursor] = known
        return known

    def _plain_styles(self) -> RowStyles:
        def style(name: str) -> Style:
            return self.get_component_rich_style(f"release-list--{name}")

        return RowStyles(
            row=self.get_component_rich_style("line-list--row"),
            unread=style("unread"),
            day=style("day"),
            category=style("category"),
            marks=(
                style("mark-unread"),
                style("mark-bookmarked"),
                style("mark-noted"),
                style("mark-edited"),
                style("mark-cut"),
            ),
            marked=style("marked"),
            hit=style("hit"),
            excerpt=style("excerpt"),
            notice=style("notice"),
            tags=tuple(style(f"tag-{colour}") for colour in range(COLOURS)),
        )
